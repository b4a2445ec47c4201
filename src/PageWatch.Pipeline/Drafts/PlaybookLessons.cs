using PageWatch.Domain.Drafts;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What a playbook can learn from the replies that were sent: clauses whose sentences people mostly change, and clauses that are never chosen. Pure.</summary>
/// <param name="playbook">As it stands.</param>
/// <param name="ages">Since when its clauses read as they do (<see cref="ClauseAges"/>).</param>
public sealed class PlaybookLessons(Playbook playbook, IReadOnlyDictionary<(string Title, string Language), DateTimeOffset> ages, DateTimeOffset now)
{
    /// <summary>With fewer replies a share says too little to warn of anything.</summary>
    public const int LeastSent = 10;

    /// <summary>Whoever has answered for less than this time may not have met the occasion yet.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromDays(30);

    private readonly UsualChanges changes = new();
    private readonly HashSet<string> chosen = new(StringComparer.Ordinal);
    private int seen;
    private DateTimeOffset? first;

    /// <summary>How far back it looks.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromDays(90);

    /// <summary>The latest first.</summary>
    public void Add(DraftOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Clause is not { } cited)
            return;
        seen++;
        chosen.Add(cited.Title);
        first = outcome.At >= first ? first : outcome.At;
        if (ages.TryGetValue((cited.Title, outcome.Language), out var since) && outcome.At >= since)
            changes.Add(outcome);
    }

    /// <returns>Clauses that went out unchanged in less than half of the cases, in the order of the playbook.</returns>
    public IReadOnlyList<(PlaybookClause Clause, ClauseChanges Changes)> Changed()
    {
        var told = changes.Told().Where(each => each.Sent >= LeastSent && each.Unchanged * 2 < each.Sent).ToLookup(each => each.Clause!.Title, StringComparer.Ordinal);
        // Two clauses of one title cannot be told apart by it; the first stands for both.
        return [.. playbook.Clauses.DistinctBy(clause => clause.Title).SelectMany(clause => told[clause.Title].OrderBy(each => each.Language, StringComparer.Ordinal).Select(each => (clause, each)))];
    }

    /// <returns>Clauses that no reply began as though others were chosen; empty where too little was answered to tell.</returns>
    public IReadOnlyList<PlaybookClause> NeverChosen() => seen < LeastSent || first > now - LeastTime
        ? []
        : [.. playbook.Clauses.Where(clause => !chosen.Contains(clause.Title) && clause.Replies.Keys.All(language => ages.TryGetValue((clause.Title, language), out var since) && since <= now - Period))];
}
