namespace PageWatch.Domain.Understanding;

/// <summary>What a person says of a reading. What is null was not spoken of, and stays as it was read.</summary>
public sealed record Verdict
{
    public Intent? Intent { get; init; }

    /// <summary>It is no complaint, whatever else it is; set only while <see cref="Intent"/> is null.</summary>
    public bool IsNotAComplaint { get; init; }

    public Sentiment? Sentiment { get; init; }

    public Urgency? Urgency { get; init; }

    /// <summary>True when the words mean the opposite of what they say, false when they mean it.</summary>
    public bool? IsSarcasm { get; init; }

    /// <summary>It says what the post is or how it is meant, and not only how long it can wait: a doubt is over then.</summary>
    public bool SettlesDoubt => Intent is not null || IsNotAComplaint || Sentiment is not null || IsSarcasm is not null;

    /// <summary>As people type it: "complaint negative now", "not a complaint".</summary>
    public string Words => string.Join(' ', VerdictWords.Of(this));

    /// <summary>With what follows from sarcasm, which is a label as well: sarcastic praise is a complaint, and negative.</summary>
    public Verdict MeantOf(Reading reading) => IsSarcasm switch
    {
        true => this with
        {
            Sentiment = Sentiment ?? Understanding.Sentiment.Negative,
            Intent = Intent ?? (!IsNotAComplaint && reading.Intent is Understanding.Intent.Praise or Understanding.Intent.Thanks or Understanding.Intent.Complaint ? Understanding.Intent.Complaint : null),
        },
        // The reader held it for one of two, and the bitter one is out.
        false when Names(reading.Unclear, Understanding.Intent.Praise) => this with
        {
            Sentiment = Sentiment ?? Understanding.Sentiment.Positive,
            Intent = Intent ?? Understanding.Intent.Praise,
        },
        _ => this,
    };

    /// <summary>With what an earlier verdict said and this one does not speak of.</summary>
    public Verdict After(Verdict? earlier) => earlier is null
        ? this
        : new Verdict
        {
            Intent = Intent ?? (IsNotAComplaint ? null : earlier.Intent),
            IsNotAComplaint = IsNotAComplaint || (Intent is null && earlier.IsNotAComplaint),
            Sentiment = Sentiment ?? earlier.Sentiment,
            Urgency = Urgency ?? earlier.Urgency,
            IsSarcasm = IsSarcasm ?? (Intent is null && Sentiment is null ? earlier.IsSarcasm : null),
        };

    /// <summary>The reading as it stands after a person spoke.</summary>
    /// <param name="by">The person's name.</param>
    /// <param name="urgentBecause">The reason to show where only the person says that it cannot wait.</param>
    public Reading On(Reading reading, string by, string urgentBecause)
    {
        var meant = MeantOf(reading);
        var intent = meant.Intent ?? (IsNotAComplaint ? Understanding.Intent.Other : reading.Intent);
        var sentiment = meant.Sentiment ?? Fitting(meant.Intent, reading.Sentiment);
        var urgency = Urgency ?? reading.Urgency;
        var isSettled = SettlesDoubt;
        return reading with
        {
            Intent = intent,
            IntentConfidence = meant.Intent is null && !IsNotAComplaint ? reading.IntentConfidence : 1,
            Sentiment = sentiment,
            SentimentConfidence = meant.Sentiment is null && sentiment == reading.Sentiment ? reading.SentimentConfidence : 1,
            Urgency = urgency,
            UrgencyReasons = urgency == Understanding.Urgency.Whenever ? [] : urgency == reading.Urgency ? reading.UrgencyReasons : [urgentBecause],
            Evidence = [.. reading.Evidence.Where(evidence => !IsOverruled(evidence))],
            Unclear = isSettled ? null : reading.Unclear,
            ReadBy = by,
            IsVerdict = true,
            Said = this.After(reading.Said),
            Before = reading.Before ?? (reading.IsVerdict ? null : new AnalyserSaid(reading.Sentiment, reading.Intent, reading.Urgency, reading.Unclear is not null, reading.ReadBy)),
        };

        bool IsOverruled(Evidence evidence) =>
            (intent != reading.Intent && evidence.For == VerdictWords.Name(reading.Intent))
            || (sentiment != reading.Sentiment && evidence.For == VerdictWords.Name(reading.Sentiment))
            || (urgency < reading.Urgency && evidence.For == VerdictWords.Name(reading.Urgency));
    }

    /// <summary>Praise that was read as negative was read wrong there too, and so was a friendly complaint; nobody said so, so it is no label.</summary>
    private static Sentiment Fitting(Intent? said, Sentiment read) => (said, read) switch
    {
        (Understanding.Intent.Praise or Understanding.Intent.Thanks, Understanding.Sentiment.Negative) => Understanding.Sentiment.Positive,
        (Understanding.Intent.Complaint, Understanding.Sentiment.Positive) => Understanding.Sentiment.Negative,
        _ => read,
    };

    private static bool Names(Unclear? unclear, Intent intent) => unclear is not null && (unclear.First == VerdictWords.Name(intent) || unclear.Second == VerdictWords.Name(intent));
}

/// <summary>What an analyser had said before a person's verdict took its place.</summary>
/// <param name="WasUnclear">It asked a person.</param>
/// <param name="By">Name and version of the analyser.</param>
public sealed record AnalyserSaid(Sentiment Sentiment, Intent Intent, Urgency Urgency, bool WasUnclear, string By);
