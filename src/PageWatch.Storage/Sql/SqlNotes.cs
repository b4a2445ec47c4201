using Dapper;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Storage.Sql;

internal sealed class SqlNotes(ISqlDatabase database) : INotes
{
    /// <summary>Characters of a note that are kept.</summary>
    private const int Longest = 4_000;

    public async ValueTask<bool> KeepAsync(NudgeNote note, string? source, AuditEntry audit, CancellationToken cancellationToken)
    {
        var text = CleanText.Of(note.Text, Longest).Trim();
        return await database.WriteAsync(
            connection =>
            {
                var of = new
                {
                    team = note.Team.Value,
                    nudge = note.Nudge.Value,
                    member = note.By.Value,
                    name = note.ByName,
                    text,
                    at = Columns.Ms(note.At),
                    source,
                };
                if (!connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM nudges WHERE id = @nudge AND team_id = @team)", of))
                    return false;
                // Whoever wrote it may change it, and nobody else.
                var changed = text.Length == 0
                    ? connection.Execute("DELETE FROM nudge_notes WHERE source = @source AND member_id = @member AND nudge_id = @nudge", of)
                    : connection.Execute(
                        """
                        INSERT INTO nudge_notes (team_id, nudge_id, member_id, by_name, text, at, source) VALUES (@team, @nudge, @member, @name, @text, @at, @source)
                        ON CONFLICT (source) DO UPDATE SET text = excluded.text
                        WHERE nudge_notes.member_id = excluded.member_id AND nudge_notes.nudge_id = excluded.nudge_id AND nudge_notes.text <> excluded.text
                        """,
                        of);
                if (changed == 0)
                    return true;
                var promised = note.Promises.Count + (source is null ? 0 : SqlPromises.TakeBack(connection, note.Nudge, source));
                foreach (var promise in note.Promises)
                    SqlPromises.Save(connection, promise);
                if (promised > 0)
                {
                    var batch = database.Dialect.Batch(connection);
                    SqlOutbox.DrawAgain(batch, note.Nudge);
                    batch.Run();
                }

                AuditWriter.Add(connection, audit);
                return true;
            },
            SavePriority.Click,
            cancellationToken);
    }

    public ValueTask<IReadOnlyList<NudgeNote>> OfAsync(TeamId team, NudgeId nudge, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<NudgeNote>)[.. connection.Query<(long Member, string Name, string Text, long At)>(
            "SELECT member_id, by_name, text, at FROM nudge_notes WHERE team_id = @team AND nudge_id = @nudge ORDER BY at, id", new { team = team.Value, nudge = nudge.Value })
            .Select(row => new NudgeNote(team, nudge, new MemberId(row.Member), row.Name, row.Text, Columns.Time(row.At)))], cancellationToken);

    public ValueTask<NudgeId?> NudgeAtAsync(TeamId team, ChannelKind chat, string address, MessageRef where, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<long?>(
            """
            SELECT o.nudge_id FROM outbox o JOIN channels c ON c.id = o.channel_id
            WHERE c.team_id = @team AND c.kind = @chat AND c.address = @address AND o.message_ref = @where AND o.nudge_id IS NOT NULL
            """,
            new { team = team.Value, chat = chat.ToString(), address, where = where.Value }) is { } nudge ? new NudgeId(nudge) : (NudgeId?)null, cancellationToken);
}
