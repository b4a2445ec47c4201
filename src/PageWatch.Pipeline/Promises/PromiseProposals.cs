using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Promises;

/// <summary>Makes proposals of what a text of ours commits somebody to.</summary>
internal static class PromiseProposals
{
    private const int LongestName = 80;

    /// <param name="by">Whose promise it is.</param>
    /// <param name="to">Who wrote the post; null when nobody knows it any more.</param>
    /// <param name="source">Names the text; null for one that is said once.</param>
    public static IReadOnlyList<Promise> Of(string text, TeamId team, NudgeId nudge, MemberId by, string byName, Author? to, string? source, DateTimeOffset now) =>
    [
        .. PromiseFinder.In(text, now).Select((found, i) => new Promise
        {
            Id = default,
            Team = team,
            Nudge = nudge,
            By = by,
            ByName = byName,
            ToName = CleanText.Line((to ?? Author.Nobody).Name, LongestName),
            Words = found.Words,
            DueAt = found.DueAt,
            State = PromiseState.Proposed,
            MadeAt = now,
            Source = source is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source} {i + 1}"),
        }),
    ];
}
