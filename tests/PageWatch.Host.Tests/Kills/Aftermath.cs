using System.Text.Json;
using PageWatch.Testing.Demo;

namespace PageWatch.Host.Tests.Kills;

/// <summary>What must be so after the kills, wherever everything is kept: nothing lost, nothing doubled, every reply to the letter.</summary>
internal static class Aftermath
{
    /// <summary>To read what piled up, show it and look after replies that were cut off; deliveries that failed come again after half a minute at most.</summary>
    private static readonly TimeSpan LongestSettling = TimeSpan.FromMinutes(3);

    public static async Task SettleAsync(LaidDown laid, Load load)
    {
        using var limit = new CancellationTokenSource(LongestSettling);
        while (true)
        {
            var open = laid.Open();
            var seen = laid.Ask<string>("SELECT native_id FROM posts").ToHashSet(StringComparer.Ordinal);
            var unseen = load.Written.Keys.Count(id => !seen.Contains(id));
            if (open.Length == 0 && unseen == 0)
                return;
            if (limit.IsCancellationRequested)
                throw new ShouldAssertException($"After {LongestSettling} there is still: {open}; {unseen} posts of the page were not seen.");
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }
    }

    /// <summary>The page's own replies to what was written during the load, by what they answer.</summary>
    public static async Task<List<IGrouping<string, JsonElement>>> RepliesOnPageAsync(RunningDemo demo, Load load) =>
        [.. (await demo.ChangesAsync(limit: 200))
            .Where(post => post.GetProperty("by_page").GetBoolean() && !post.GetProperty("deleted").GetBoolean() && post.GetProperty("parent").GetString() is { } parent && load.Written.ContainsKey(parent))
            .GroupBy(post => post.GetProperty("parent").GetString()!)];

    /// <param name="onPage">The page's own replies, by what they answer.</param>
    public static void Demand(LaidDown laid, Load load, IReadOnlyList<IGrouping<string, JsonElement>> onPage)
    {
        // Nothing lost, nothing doubled: posts, nudges, cards.
        var stored = laid.Ask<string>("SELECT native_id FROM posts WHERE NOT is_baseline AND NOT is_ours").ToHashSet(StringComparer.Ordinal);
        load.Accepted.Keys.Where(id => !stored.Contains(id)).ShouldBeEmpty("accepted and lost");
        load.Written.Keys.Where(id => !stored.Contains(id)).ShouldBeEmpty("written on the page and never seen");
        laid.Ask<string>("SELECT native_id FROM posts GROUP BY page_id, native_id HAVING count(*) > 1").ShouldBeEmpty();
        laid.Ask<string>(
            """
            SELECT native_id || ' has ' || (SELECT count(*) FROM nudge_posts WHERE post_id = posts.id) || ' nudges'
            FROM posts WHERE NOT is_baseline AND NOT is_ours AND 1 <> (SELECT count(*) FROM nudge_posts WHERE post_id = posts.id)
            """).ShouldBeEmpty();
        laid.Ask<string>(
            """
            SELECT 'nudge ' || id || ' has ' || (SELECT count(*) FROM console_messages WHERE nudge_id = nudges.id) || ' cards'
            FROM nudges WHERE 1 <> (SELECT count(*) FROM console_messages WHERE nudge_id = nudges.id)
            """).ShouldBeEmpty();
        laid.Ask<string>("SELECT id || ': ' || problem FROM inbox WHERE state = 'Parked'").ShouldBeEmpty();

        // What was let out stands on the page once and to the letter; and nothing else does.
        onPage.Where(each => each.Count() > 1).Select(each => $"{each.Count()} replies under {each.Key}").ShouldBeEmpty("replies doubled");
        var published = laid.Ask<(string Nudge, string State, string NativeId, string Text)>("SELECT CAST(nudge_id AS TEXT), state, native_id, text FROM replies").ToLookup(row => row.Nudge);
        var byId = onPage.SelectMany(each => each).ToDictionary(reply => reply.GetProperty("id").GetString()!, reply => reply.GetProperty("text").GetString()!);
        foreach (var (nudge, text) in load.Approved)
        {
            var row = published[nudge].Where(row => row.State == "Published").ShouldHaveSingleItem($"nudge {nudge}: {string.Join(", ", published[nudge].Select(row => row.State))}");
            byId.GetValueOrDefault(row.NativeId).ShouldBe(text, $"nudge {nudge}");
        }

        published.SelectMany(rows => rows).Where(row => row.State == "Published").Select(row => row.NativeId).ShouldBe(byId.Keys, ignoreOrder: true);
    }
}
