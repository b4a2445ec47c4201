using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Understanding;

/// <summary>What was understood of one version of a post.</summary>
public sealed record Reading
{
    public required PostId Post { get; init; }

    /// <summary>The version of the post that was read.</summary>
    public required int Revision { get; init; }

    /// <summary>BCP 47 tag in lower case, <c>und</c> when it cannot be known.</summary>
    public required string Language { get; init; }

    /// <summary>0 to 1.</summary>
    public required double LanguageConfidence { get; init; }

    public required Sentiment Sentiment { get; init; }

    /// <summary>0 to 1: of a hundred readings at 0.8, about eighty are right.</summary>
    public required double SentimentConfidence { get; init; }

    public required Intent Intent { get; init; }

    /// <summary>0 to 1.</summary>
    public required double IntentConfidence { get; init; }

    public required Urgency Urgency { get; init; }

    /// <summary>Why it cannot wait, in words for people; empty unless <see cref="Urgency"/> is <see cref="Understanding.Urgency.Now"/> or today.</summary>
    public IReadOnlyList<string> UrgencyReasons { get; init; } = [];

    /// <summary>What it is about, in the post's own words; may be empty.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The words that decided, as places in the text; none overlap, in the order of the text.</summary>
    public IReadOnlyList<Evidence> Evidence { get; init; } = [];

    /// <summary>Set when a person should look: two readings are possible. Null when the reader is sure enough.</summary>
    public Unclear? Unclear { get; init; }

    /// <summary>Personal data found in the text; masked before anything leaves the machine.</summary>
    public IReadOnlyList<PersonalDatum> Personal { get; init; } = [];

    /// <summary>What is said of which thing, in the order of the text; empty where no adviser told.</summary>
    // Readings that were stored before there were opinions come without them: the document reader then sets null.
    public IReadOnlyList<Opinion> Opinions { get; init => field = value ?? []; } = [];

    /// <summary>What a person should know of how this was read, in words for people: that an adviser could not be asked, that not all of it was read. Null for nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Who read it: name and version of the analyser, or the member whose verdict stands.</summary>
    public required string ReadBy { get; init; }

    /// <summary>A person said so: no analyser overrules it.</summary>
    public bool IsVerdict { get; init; }

    /// <summary>All that persons have said of this version of the post, the later word before the earlier; null while nobody did.</summary>
    public Verdict? Said { get; init; }

    /// <summary>What the analyser had said; null while no person has spoken, and where that was before this was kept.</summary>
    public AnalyserSaid? Before { get; init; }
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum Sentiment
{
    Negative,
    Neutral,
    Positive,
    Mixed,
}

/// <summary>What the writer wants of us. Stored by name: never rename without a migration.</summary>
public enum Intent
{
    Complaint,
    Question,
    Praise,
    Request,
    Thanks,
    Abuse,
    Spam,
    Other,
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum Urgency
{
    Whenever,
    Today,
    Now,
}

/// <summary>A stretch of the text that decided, in UTF-16 units.</summary>
/// <param name="For">What it speaks for: "complaint", "negative", "now".</param>
/// <param name="Weight">How strongly, in log odds: at 0.7 the odds double. 0 where no model weighed it.</param>
public sealed record Evidence(int Start, int Length, string For, double Weight = 0);

/// <summary>Two readings of one text, likelier first.</summary>
/// <param name="Why">In words for people: "very short", "may be sarcasm", "only a picture".</param>
public sealed record Unclear(string Why, string First, double FirstConfidence, string Second, double SecondConfidence);

/// <summary>A stretch of the text that identifies a person or a purchase, in UTF-16 units.</summary>
public sealed record PersonalDatum(int Start, int Length, PersonalKind Kind);

/// <summary>Stored by name: never rename without a migration.</summary>
public enum PersonalKind
{
    Email,
    Phone,
    Card,
    Order,
    Person,
    Address,

    /// <summary>Something else that an adviser calls personal: a bank account, a number of a person.</summary>
    Other,

    /// <summary>An international bank account number.</summary>
    Iban,

    /// <summary>The number of a parcel on its way.</summary>
    Tracking,
}
