using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Reports;

namespace PageWatch.Storage.Sql;

internal sealed class SqlLabels(ISqlDatabase database) : ILabels
{
    public static void Save(SqlBatch batch, StateChange.GivenVerdict verdict) => batch.Add(
        """
        INSERT INTO verdicts (team_id, post_id, revision, member_id, says, at, intent, not_complaint, sentiment, urgency, sarcasm, read_intent, read_sentiment, read_urgency, read_unclear, read_by)
        VALUES (@team, @post, @revision, @member, @says, @at, @intent, @notComplaint, @sentiment, @urgency, @sarcasm, @readIntent, @readSentiment, @readUrgency, @readUnclear, @readBy)
        """,
        new
        {
            team = verdict.Team.Value,
            post = verdict.Post.Value,
            revision = verdict.Revision,
            member = verdict.By.Value,
            says = verdict.Says,
            at = Columns.Ms(verdict.At),
            intent = verdict.Label.Intent?.ToString(),
            notComplaint = verdict.Label.IsNotAComplaint,
            sentiment = verdict.Label.Sentiment?.ToString(),
            urgency = verdict.Label.Urgency?.ToString(),
            sarcasm = verdict.Label.IsSarcasm,
            readIntent = verdict.Read?.Intent.ToString(),
            readSentiment = verdict.Read?.Sentiment.ToString(),
            readUrgency = verdict.Read?.Urgency.ToString(),
            readUnclear = verdict.Read?.WasUnclear,
            readBy = verdict.Read?.By,
        });

    public ValueTask<IReadOnlyList<JudgedPost>> ListAsync(TeamId team, PostId? after, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection =>
        {
            var ids = connection.Query<long>(
                """
                SELECT DISTINCT v.post_id FROM verdicts v JOIN posts p ON p.id = v.post_id AND p.revision = v.revision JOIN readings r ON r.post_id = v.post_id
                WHERE v.team_id = @team AND v.post_id > @after AND p.standing = 'Public' ORDER BY v.post_id LIMIT @most
                """,
                new { team = team.Value, after = after?.Value ?? 0, most }).AsList();
            var posts = new Dictionary<long, Post>();
            var readings = new Dictionary<long, Reading>();
            var said = new List<Given>();
            foreach (var chunk in ids.Chunk(400))
            {
                foreach (var row in connection.Query<PostRow>(PostRow.Select + " WHERE p.id IN @chunk", new { chunk }))
                    posts[row.Id] = row.Read();
                foreach (var (post, reading) in connection.Query<(long Post, string Reading)>("SELECT post_id, reading FROM readings WHERE post_id IN @chunk", new { chunk }))
                    readings[post] = StoredJson.Read<Reading>(reading);
                said.AddRange(connection.Query<Given>(
                    "SELECT post_id AS PostId, revision, intent, not_complaint AS NotComplaint, sentiment, urgency, sarcasm FROM verdicts WHERE team_id = @team AND post_id IN @chunk ORDER BY id", new { team = team.Value, chunk }));
            }

            var labels = said.Where(given => given.Revision == posts[given.PostId].Revision).GroupBy(given => given.PostId)
                .ToDictionary(same => same.Key, same => same.Aggregate((Verdict?)null, (earlier, given) => given.Read().After(earlier))!);
            return (IReadOnlyList<JudgedPost>)[.. ids.Select(id => new JudgedPost(posts[id], readings[id], labels[id]))];
        },
        cancellationToken);

    public ValueTask<IReadOnlyList<ReadingCount>> CountAsync(TeamId team, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<ReadingCount>)[.. connection.Query<Counted>(
            // Of each part of a verdict the last word counts; what the analyser had said stands beside the first.
            """
            WITH said AS (
              SELECT v.post_id, v.revision, min(v.id) AS first_at,
                max(CASE WHEN v.intent IS NOT NULL OR v.not_complaint THEN v.id END) AS intent_at,
                max(CASE WHEN v.sentiment IS NOT NULL THEN v.id END) AS sentiment_at,
                max(CASE WHEN v.intent IS NOT NULL OR v.not_complaint OR v.sentiment IS NOT NULL OR v.sarcasm IS NOT NULL THEN v.id END) AS settled_at
              FROM verdicts v WHERE v.team_id = @team GROUP BY v.post_id, v.revision
            ),
            read_as AS (
              SELECT coalesce(first.read_intent, CASE WHEN r.is_verdict THEN NULL ELSE r.intent END) AS intent,
                coalesce(first.read_sentiment, CASE WHEN r.is_verdict THEN NULL ELSE r.sentiment END) AS sentiment,
                what.intent AS said_intent, CASE WHEN what.not_complaint THEN 1 ELSE 0 END AS said_not, felt.sentiment AS said_sentiment,
                CASE WHEN first.read_unclear
                    OR EXISTS (SELECT 1 FROM nudge_posts o JOIN nudges n ON n.id = o.nudge_id WHERE o.post_id = p.id AND n.focus_post_id = p.id AND n.kind = 'Unclear') THEN 1 ELSE 0 END AS asked,
                CASE WHEN said.settled_at IS NOT NULL THEN 1 ELSE 0 END AS settled,
                CASE WHEN EXISTS (SELECT 1 FROM nudge_posts n WHERE n.post_id = p.id) THEN 1 ELSE 0 END AS nudged,
                CASE WHEN EXISTS (
                    SELECT 1 FROM nudge_posts o JOIN nudges n ON n.id = o.nudge_id JOIN replies a ON a.conversation_id = n.conversation_id AND a.nudge_id = n.id
                    WHERE o.post_id = p.id AND n.focus_post_id = p.id AND n.state = 'Answered' AND a.state = 'Published') THEN 1 ELSE 0 END AS answered,
                CASE WHEN said.first_at IS NOT NULL THEN 1 ELSE 0 END AS judged
              FROM posts p JOIN readings r ON r.post_id = p.id
              LEFT JOIN said ON said.post_id = p.id AND said.revision = p.revision
              LEFT JOIN verdicts first ON first.id = said.first_at
              LEFT JOIN verdicts what ON what.id = said.intent_at
              LEFT JOIN verdicts felt ON felt.id = said.sentiment_at
              WHERE p.team_id = @team AND p.published_at >= @since AND p.published_at < @until AND NOT p.is_ours AND NOT p.is_baseline AND p.standing <> 'Deleted'
            )
            SELECT intent AS Intent, sentiment AS Sentiment, said_intent AS SaidIntent, said_not AS SaidNot, said_sentiment AS SaidSentiment,
              asked AS Asked, settled AS Settled, nudged AS Nudged, answered AS Answered, judged AS Judged, count(*) AS Posts
            FROM read_as WHERE intent IS NOT NULL
            GROUP BY intent, sentiment, said_intent, said_not, said_sentiment, asked, settled, nudged, answered, judged
            """,
            new { team = team.Value, since = Columns.Ms(since), until = Columns.Ms(until) })
            .Select(row => row.Read())],
        cancellationToken);

    private static T? Named<T>(string? name)
        where T : struct, Enum => name is null ? null : Enum.Parse<T>(name);

    private sealed record Given
    {
        public long PostId { get; init; }

        public int Revision { get; init; }

        public string? Intent { get; init; }

        public bool NotComplaint { get; init; }

        public string? Sentiment { get; init; }

        public string? Urgency { get; init; }

        public bool? Sarcasm { get; init; }

        public Verdict Read() => new()
        {
            Intent = Named<Intent>(Intent),
            IsNotAComplaint = NotComplaint,
            Sentiment = Named<Sentiment>(Sentiment),
            Urgency = Named<Urgency>(Urgency),
            IsSarcasm = Sarcasm,
        };
    }

    private sealed record Counted
    {
        public string Intent { get; init; } = "";

        public string Sentiment { get; init; } = "";

        public string? SaidIntent { get; init; }

        public bool SaidNot { get; init; }

        public string? SaidSentiment { get; init; }

        public bool Asked { get; init; }

        public bool Settled { get; init; }

        public bool Nudged { get; init; }

        public bool Answered { get; init; }

        public bool Judged { get; init; }

        public int Posts { get; init; }

        public ReadingCount Read() => new()
        {
            Read = Enum.Parse<Intent>(Intent),
            ReadSentiment = Enum.Parse<Sentiment>(Sentiment),
            Said = Named<Intent>(SaidIntent),
            SaidNotAComplaint = SaidNot,
            SaidSentiment = Named<Sentiment>(SaidSentiment),
            IsAsked = Asked,
            IsSettled = Settled,
            IsNudged = Nudged,
            IsAnswered = Answered,
            IsJudged = Judged,
            Posts = Posts,
        };
    }
}
