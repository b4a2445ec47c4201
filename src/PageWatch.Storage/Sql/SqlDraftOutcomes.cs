using System.Globalization;
using Dapper;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlDraftOutcomes(ISqlDatabase database) : IDraftOutcomes
{
    /// <summary>The rows of some replies go.</summary>
    /// <param name="replies">A question for their ids.</param>
    public static string Forget(string replies) => $"DELETE FROM draft_outcomes WHERE reply_id IN ({replies})";

    /// <summary>The words of some replies go, and the counts stay.</summary>
    /// <inheritdoc cref="Forget"/>
    public static string Empty(string replies) => $"UPDATE draft_outcomes SET proposed = '', sent = '' WHERE reply_id IN ({replies})";

    public static void Save(SqlBatch batch, StateChange.SentDraft sent) => batch.Add(
        """
        INSERT INTO draft_outcomes (reply_id, team_id, post_id, clause, clause_number, language, kind, proposed, sent, unchanged, at)
        VALUES (@reply, @team, @post, @clause, @number, @language, @kind, @proposed, @sent, @unchanged, @at) ON CONFLICT DO NOTHING
        """,
        new
        {
            reply = sent.Reply.Value,
            team = sent.Team.Value,
            post = sent.Post.Value,
            clause = sent.From.Clause?.Title,
            number = sent.From.Clause?.Number,
            language = sent.From.Language,
            kind = sent.From.Kind.ToString(),
            proposed = sent.From.Text,
            sent = sent.Sent,
            unchanged = sent.WasUnchanged,
            at = Columns.Ms(sent.At),
        });

    public ValueTask<IReadOnlyList<DraftOutcome>> ListAsync(TeamId team, DateTimeOffset since, ReplyId? before, int most, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (IReadOnlyList<DraftOutcome>)[.. connection.Query<Row>(
            // The names are asked of where they are kept anyway: what is erased there cannot be left here.
            """
            SELECT o.reply_id AS Reply, o.clause AS Clause, o.clause_number AS Number, o.language AS Language, o.kind AS Kind, o.proposed AS Proposed, o.sent AS Sent,
              o.unchanged AS Unchanged, o.at AS At, o.post_id AS Post, p.author_name AS Author, p.author_native_id AS Account, r.by_name AS ByName
            FROM draft_outcomes o LEFT JOIN posts p ON p.id = o.post_id LEFT JOIN past_replies r ON r.reply_id = o.reply_id
            WHERE o.team_id = @team AND o.at >= @since AND o.reply_id < @before ORDER BY o.reply_id DESC LIMIT @most
            """,
            new { team = team.Value, since = Columns.Ms(since), before = before?.Value ?? long.MaxValue, most })
            .Select(row => row.Read())],
        cancellationToken);

    private sealed record Row
    {
        public long Reply { get; init; }

        public string? Clause { get; init; }

        public int? Number { get; init; }

        public string Language { get; init; } = "";

        public string Kind { get; init; } = "";

        public string Proposed { get; init; } = "";

        public string Sent { get; init; } = "";

        public bool Unchanged { get; init; }

        public long At { get; init; }

        public long Post { get; init; }

        public string? Author { get; init; }

        public string? Account { get; init; }

        public string? ByName { get; init; }

        public DraftOutcome Read() => new()
        {
            Reply = new ReplyId(Reply),
            Clause = Clause is { } title ? new CitedClause(Number ?? 0, title) : null,
            Language = Language,
            Kind = Enum.Parse<ProposalKind>(Kind),
            Proposed = Proposed,
            Sent = Sent,
            WasUnchanged = Unchanged,
            At = Columns.Time(At),
            Author = Author ?? "",
            // Who has no account may be anybody: then each post is taken for somebody else's.
            Person = Account ?? string.Create(CultureInfo.InvariantCulture, $"post {Post}"),
            ByName = ByName ?? "",
        };
    }
}
