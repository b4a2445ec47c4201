using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using PageWatch.Domain.Teams;

namespace PageWatch.Storage.Sql;

/// <summary>Adds rows to the record inside a write. The head is taken first: where writes run beside one another, the next row waits until this one is durable.</summary>
internal static class AuditWriter
{
    public static void Add(DbConnection connection, AuditEntry entry)
    {
        var (number, link) = TakeHead(connection, 1);
        foreach (var (sql, values) in StatementsOf([entry], number, link))
            connection.Execute(sql, values);
    }

    /// <summary>Several at once: the head is asked for once, and the rest goes with the batch.</summary>
    public static void Add(DbConnection connection, SqlBatch batch, IReadOnlyList<AuditEntry> entries)
    {
        if (entries.Count == 0)
            return;
        var (number, link) = TakeHead(connection, entries.Count);
        foreach (var (sql, values) in StatementsOf(entries, number, link))
            batch.Add(sql, values);
    }

    /// <returns>The number of the last row to come, and the link of the last row that is there.</returns>
    private static (long Number, string Link) TakeHead(DbConnection connection, int count) =>
        connection.QuerySingle<(long Number, string Link)>("UPDATE audit_head SET number = number + @count RETURNING number, link", new { count });

    private static IEnumerable<(string Sql, object Values)> StatementsOf(IReadOnlyList<AuditEntry> entries, long last, string link)
    {
        var number = last - entries.Count;
        foreach (var entry in entries)
        {
            number++;
            var salt = RandomNumberGenerator.GetBytes(16);
            var before = AuditChain.DigestOf(entry.Before, salt);
            var after = AuditChain.DigestOf(entry.After, salt);
            // Stored times have milliseconds; what is chained must be what can be read back.
            var kept = entry with { At = Columns.Time(Columns.Ms(entry.At)) };
            link = AuditChain.Link(link, number, kept, before, after);
            yield return (
                """
                INSERT INTO audit (number, team_id, at, member_id, by_name, verb, subject, nudge_id, before_digest, after_digest, link)
                VALUES (@number, @team, @at, @member, @byName, @verb, @subject, @nudge, @before, @after, @link)
                """,
                new
                {
                    number,
                    team = kept.Team.Value,
                    at = Columns.Ms(kept.At),
                    member = kept.By?.Value,
                    byName = kept.ByName,
                    verb = kept.Verb,
                    subject = kept.Subject,
                    nudge = kept.Nudge,
                    before,
                    after,
                    link,
                });
            if (entry.Before is not null || entry.After is not null)
            {
                yield return (
                    "INSERT INTO audit_content (number, nudge_id, at, salt, before, after) VALUES (@number, @nudge, @at, @salt, @before, @after)",
                    new { number, nudge = kept.Nudge, at = Columns.Ms(kept.At), salt, before = entry.Before, after = entry.After });
            }
        }

        yield return ("UPDATE audit_head SET link = @link", new { link });
    }
}
