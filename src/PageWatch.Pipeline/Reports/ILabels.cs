using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Reports;

/// <summary>What members said of readings, to learn from and to measure by.</summary>
public interface ILabels
{
    /// <summary>Public posts with a verdict on their words as they stand now, each once, by number. What was deleted, forgotten or purged is not among them.</summary>
    /// <param name="after">Only posts behind this one; null to begin.</param>
    /// <param name="most">At most this many; fewer are the last.</param>
    ValueTask<IReadOnlyList<JudgedPost>> ListAsync(TeamId team, PostId? after, int most, CancellationToken cancellationToken);

    /// <summary>How the team's posts of a time were read and what became of the readings, counted together where all of it is the same. Our own posts, those from before the watch and erased ones are left out.</summary>
    /// <param name="since">By when they were published.</param>
    ValueTask<IReadOnlyList<ReadingCount>> CountAsync(TeamId team, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);
}

/// <summary>A post with all that was said of it.</summary>
/// <param name="Label">The later word before the earlier.</param>
public sealed record JudgedPost(Post Post, Reading Reading, Verdict Label);

/// <summary>So many posts were read and judged in the same way.</summary>
public sealed record ReadingCount
{
    /// <summary>As what the analyser read them.</summary>
    public required Intent Read { get; init; }

    public required Sentiment ReadSentiment { get; init; }

    /// <summary>What persons said they are; null where nobody said it.</summary>
    public Intent? Said { get; init; }

    /// <summary>Persons said only that they are no complaints.</summary>
    public bool SaidNotAComplaint { get; init; }

    /// <summary>Null where nobody said it.</summary>
    public Sentiment? SaidSentiment { get; init; }

    /// <summary>The analyser was unsure and asked a person.</summary>
    public bool IsAsked { get; init; }

    /// <summary>A person said which reading is right.</summary>
    public bool IsSettled { get; init; }

    /// <summary>They are in a nudge.</summary>
    public bool IsNudged { get; init; }

    /// <summary>A reply that a person approved stands under them.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>A person said anything of them.</summary>
    public bool IsJudged { get; init; }

    public required int Posts { get; init; }
}
