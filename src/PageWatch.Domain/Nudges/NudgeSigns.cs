using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Nudges;

/// <summary>What the priority of a nudge is made of.</summary>
/// <param name="AskedAt">When the clock started, UTC.</param>
/// <param name="DueAt">When the first public reply is owed, UTC.</param>
public sealed record NudgeSigns(NudgeKind Kind, DateTimeOffset AskedAt, DateTimeOffset DueAt)
{
    public Urgency Urgency { get; init; }

    public Sentiment Sentiment { get; init; } = Sentiment.Neutral;

    /// <summary>1 to 5; null where the platform has none.</summary>
    public int? Stars { get; init; }

    /// <summary>The highest that a matching rule asks for.</summary>
    public RulePriority Rule { get; init; }

    /// <summary>How many other open nudges speak of the same matter.</summary>
    public int Alike { get; init; }

    /// <summary>The author wrote on the page before.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Posts that were added while it waited.</summary>
    public int Further { get; init; }

    /// <summary>Null where the platform does not tell.</summary>
    public long? Followers { get; init; }

    /// <param name="focus">Null where it is not there any more.</param>
    /// <param name="reading">Of the focus.</param>
    /// <param name="alike">How many other open nudges speak of the same matter.</param>
    public static NudgeSigns Of(Nudge nudge, Post? focus, Reading? reading, int alike) => new(nudge.Kind, nudge.AskedAt, nudge.DueAt)
    {
        Urgency = reading?.Urgency ?? Urgency.Whenever,
        Sentiment = reading?.Sentiment ?? Sentiment.Neutral,
        Stars = focus?.Stars,
        Rule = nudge.RulePriority,
        Alike = alike,
        IsKnown = focus is { IsAuthorsFirst: false, Author.NativeId: not null },
        Further = nudge.Posts.Count - 1,
        Followers = focus?.Author.Followers,
    };
}
