using System.Globalization;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Reports;

/// <summary>A change of a rule that would have spared staff most of what they dismissed and nothing of what was worth it. Proposed, never made.</summary>
/// <param name="Tells">What tells them apart, in the words of queries: <c>giveaway</c>, <c>page:forum</c>, <c>confidence&lt;=0.6</c>.</param>
/// <param name="Spared">How many of the dismissed it tells.</param>
/// <param name="Dismissed">How many were dismissed.</param>
/// <param name="Command">As somebody would type it.</param>
public sealed record RuleTuning(string Tells, int Spared, int Dismissed, string Command)
{
    /// <summary>What tells fewer of the dismissed than this is not worth a change.</summary>
    public const double LeastShare = 0.6;

    /// <summary>With fewer that were worth it, a word that is in none of them says nothing.</summary>
    public const int LeastWorthIt = 5;

    private const int ShortestWord = 3;

    /// <summary>How sure a reading is, as a query would ask; the least change first.</summary>
    private static readonly double[] Confidences = [0.5, 0.6, 0.7, 0.8, 0.9];

    /// <param name="posts">What the rule called staff for, decided.</param>
    /// <returns>The one that spares the most; null where nothing tells them apart.</returns>
    public static RuleTuning? Of(WatchRule rule, IReadOnlyList<DecidedPost> posts)
    {
        var read = posts.Select(post => new ReadPost(post, WordStream.Of(post.Text).Select(word => word.Text).ToHashSet(StringComparer.Ordinal))).ToLookup(each => each.Post.WasWorthIt);
        var (dismissed, worthIt) = (read[false].ToList(), read[true].ToList());
        if (dismissed.Count == 0)
            return null;
        RuleTuning? best = null;
        foreach (var sign in SignsOf(dismissed))
        {
            if (worthIt.Count < LeastWorthIt && !sign.IsPerson)
                continue;
            var spared = dismissed.Count(sign.Holds);
            if (spared < LeastShare * dismissed.Count || spared <= best?.Spared || worthIt.Any(sign.Holds))
                continue;
            if (CommandOf(rule, sign) is { } command)
                best = new RuleTuning(sign.Query, spared, dismissed.Count, command);
        }

        return best;
    }

    /// <summary>Everything that could tell the dismissed, the readiest to understand first.</summary>
    private static List<Sign> SignsOf(IReadOnlyList<ReadPost> dismissed)
    {
        var signs = new List<Sign>();
        foreach (var word in dismissed.SelectMany(each => each.Words).GroupBy(word => word).Where(same => same.Count() >= LeastShare * dismissed.Count && IsTelling(same.Key, dismissed))
            .OrderByDescending(same => same.Count()).ThenByDescending(same => same.Key.Length).ThenBy(same => same.Key, StringComparer.Ordinal).Select(same => same.Key))
            signs.Add(new Sign(word, each => each.Words.Contains(word)));
        foreach (var page in Common(dismissed.Select(each => each.Post.WatchName)))
            signs.Add(new Sign($"page:{page}", each => each.Post.WatchName == page));
        foreach (var language in Common(dismissed.Select(each => each.Post.Language)))
            signs.Add(new Sign($"lang:{language}", each => each.Post.Language == language));
        foreach (var account in Common(dismissed.Select(each => each.Post.Account)))
            signs.Add(new Sign($"author:{account}", each => each.Post.Account == account) { IsPerson = true });
        foreach (var least in Confidences)
            signs.Add(new Sign(string.Create(CultureInfo.InvariantCulture, $"confidence<={least}"), each => each.Post.Confidence <= least));
        return signs;
    }

    /// <summary>The commonest, where it can be typed as it is: what comes from outside is never part of a command otherwise.</summary>
    private static IEnumerable<string> Common(IEnumerable<string?> values) =>
        values.GroupBy(value => value).OrderByDescending(same => same.Count()).Take(1).Select(same => same.Key).OfType<string>()
            .Where(value => value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') && char.IsAsciiLetterOrDigit(value[0]));

    private static bool IsTelling(string word, IReadOnlyList<ReadPost> dismissed) =>
        word.Length >= ShortestWord && word.All(char.IsLetterOrDigit) && !word.All(char.IsDigit)
        && !dismissed.Select(each => each.Post.Language).Distinct().Any(language => WordFiles.SmallWords.TryGetValue(language, out var small) && small.Contains(word));

    /// <returns>Null where what comes out cannot be read back as it is meant.</returns>
    private static string? CommandOf(WatchRule rule, Sign sign)
    {
        // Somebody may have another matter tomorrow: a mute ends, and a rule does not.
        if (sign.IsPerson)
            return QueryParser.Parse(sign.Query).Query is { } muted ? $"mute {muted} --for 30d" : null;
        var changed = QueryParser.Parse($"({rule.Query}) -{sign.Query}").Query?.ToString();
        return changed is null || changed.Contains("--", StringComparison.Ordinal) ? null : $"rule edit {rule.Name} {changed}";
    }

    /// <param name="Words">As rules match them.</param>
    private sealed record ReadPost(DecidedPost Post, IReadOnlySet<string> Words);

    /// <param name="Query">As a query asks for it.</param>
    private sealed record Sign(string Query, Func<ReadPost, bool> Holds)
    {
        public bool IsPerson { get; init; }
    }
}
