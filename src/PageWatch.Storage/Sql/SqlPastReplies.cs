using System.Globalization;
using System.Text;
using Dapper;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlPastReplies(ISqlDatabase database) : IPastReplies
{
    /// <summary>Words that are looked up; a longer post has its matter in the first.</summary>
    private const int MostWords = 12;

    /// <summary>Replies of a word that are looked at, the latest: a word that thousands have tells little, and must cost no more.</summary>
    private const int MostOfWord = 100;

    /// <summary>What <c>past_words</c> and <c>past_replies</c> hold of some replies goes with these.</summary>
    /// <param name="replies">A question for their ids.</param>
    public static string[] Forget(string replies) =>
        [$"DELETE FROM past_words WHERE reply_id IN ({replies})", $"DELETE FROM past_replies WHERE reply_id IN ({replies})"];

    public static void Save(SqlBatch batch, StateChange.PublishedReply published)
    {
        batch.Add(
            "INSERT INTO past_replies (reply_id, post_id, by_name, at) VALUES (@reply, @post, @by, @at) ON CONFLICT DO NOTHING",
            new { reply = published.Reply.Value, post = published.Post.Value, by = published.ByName, at = Columns.Ms(published.At) });
        foreach (var word in published.Key.Words)
        {
            batch.Add(
                "INSERT INTO past_words (team_id, language, intent, word, reply_id) VALUES (@team, @language, @intent, @word, @reply) ON CONFLICT DO NOTHING",
                new { team = published.Team.Value, language = published.Key.Language, intent = published.Key.Intent.ToString(), word, reply = published.Reply.Value });
        }
    }

    public ValueTask<IReadOnlyList<SimilarReply>> FindAsync(TeamId team, PastKey key, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var words = key.Words.Take(MostWords).ToList();
            var values = new DynamicParameters(new { team = team.Value, language = key.Language, intent = key.Intent.ToString(), mostOfWord = MostOfWord });
            var question = new StringBuilder();
            for (var i = 0; i < words.Count; i++)
            {
                values.Add("w" + i, words[i]);
                question.Append(i == 0 ? "" : " UNION ALL ").Append(
                    CultureInfo.InvariantCulture,
                    $"SELECT {i} AS word, reply_id FROM (SELECT reply_id FROM past_words WHERE team_id = @team AND language = @language AND intent = @intent AND word = @w{i} ORDER BY reply_id DESC LIMIT @mostOfWord) AS of{i}");
            }

            var hits = connection.Query<(int Word, long Reply)>(question.ToString(), values).AsList();
            var best = Best(words.Count, hits, most);
            if (best.Count == 0)
                return [];
            var texts = connection.Query<(long Reply, string Post, string Text, string By, long At)>(
                """
                SELECT a.reply_id, p.text, r.text, a.by_name, a.at FROM past_replies a JOIN replies r ON r.id = a.reply_id JOIN posts p ON p.id = a.post_id
                WHERE a.reply_id IN @ids AND r.text <> '' AND r.state = 'Published' AND p.standing <> 'Deleted'
                """,
                new { ids = best.Select(each => each.Reply).ToList() }).ToDictionary(row => row.Reply);
            return (IReadOnlyList<SimilarReply>)[.. best.Where(each => texts.ContainsKey(each.Reply)).Select(each =>
            {
                var (_, post, text, by, at) = texts[each.Reply];
                return new SimilarReply(new PastReply(post, text, by, Columns.Time(at)), each.Share, each.Shared);
            })];
        },
        cancellationToken);

    /// <summary>A word counts by the logarithm of how few have it; those that too many have count as if they were the last that is looked at.</summary>
    private static List<(long Reply, double Share, int Shared)> Best(int words, List<(int Word, long Reply)> hits, int most)
    {
        Span<int> counts = stackalloc int[words];
        foreach (var (word, _) in hits)
            counts[word]++;
        var weights = new double[words];
        for (var i = 0; i < words; i++)
            weights[i] = Math.Log(1 + (2.0 * MostOfWord / (counts[i] + 1)));
        // What nobody has written yet cannot be shared: it must not count like the rarest word that can.
        var common = Math.Log(1 + (2.0 * MostOfWord / (MostOfWord + 1)));
        var all = 0.0;
        for (var i = 0; i < words; i++)
            all += counts[i] == 0 ? common : weights[i];
        var sums = new Dictionary<long, (double Weight, int Shared)>();
        foreach (var (word, reply) in hits)
        {
            var (weight, shared) = sums.GetValueOrDefault(reply);
            sums[reply] = (weight + weights[word], shared + 1);
        }

        return [.. sums.OrderByDescending(each => each.Value.Weight).ThenByDescending(each => each.Key).Take(most)
            .Select(each => (each.Key, each.Value.Weight / all, each.Value.Shared))];
    }
}
