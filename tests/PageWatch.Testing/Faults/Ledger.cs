using Dapper;
using Microsoft.Data.Sqlite;

namespace PageWatch.Testing.Faults;

/// <summary>What the service has laid down of its nudges and replies, read past the service.</summary>
internal sealed class Ledger(string dataFolder)
{
    private readonly string connectionString =
        new SqliteConnectionStringBuilder { DataSource = Path.Combine(dataFolder, "pagewatch.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();

    public IReadOnlyList<T> Ask<T>(string sql, object? parameters = null)
    {
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection.Query<T>(sql, parameters).AsList();
    }

    public bool Holds(long nudge) => Ask<long>("SELECT 1 FROM replies WHERE nudge_id = @nudge", new { nudge }).Count > 0;

    public IReadOnlyList<FoundNudge> NudgesAfter(long last) => [.. Ask<(long Id, string Page, long Comment)>(
        """
        SELECT n.id, w.address, CAST(p.native_id AS INTEGER) FROM nudges n JOIN posts p ON p.id = n.focus_post_id JOIN watches w ON w.page_id = n.page_id
        WHERE n.id > @last ORDER BY n.id
        """,
        new { last }).Select(row => new FoundNudge(row.Id, new Uri(row.Page), row.Comment))];

    public IReadOnlyList<LedgerRow> Rows() => [.. Ask<(long Nudge, string Page, long Comment, string State, string? NativeId, string Text, string NudgeState, string? Reason)>(
        """
        SELECT r.nudge_id, w.address, CAST(p.native_id AS INTEGER), r.state, r.native_id, r.text, n.state, json_extract(n.nudge, '$.reason')
        FROM replies r JOIN nudges n ON n.id = r.nudge_id JOIN posts p ON p.id = n.focus_post_id JOIN watches w ON w.page_id = r.page_id
        """).Select(row => new LedgerRow(row.Nudge, new Uri(row.Page), row.Comment, row.State, row.NativeId, row.Text, row.NudgeState, row.Reason))];

    public IReadOnlyDictionary<string, long> States() =>
        Ask<(string State, long Count)>("SELECT state, count(*) FROM replies GROUP BY state").ToDictionary(row => row.State, row => row.Count);
}

/// <param name="Comment">The comment it is about, by the site's number.</param>
internal sealed record FoundNudge(long Id, Uri Page, long Comment);

/// <param name="State">Of the reply.</param>
/// <param name="NativeId">The site's number of it; null when the service knows none.</param>
/// <param name="Reason">Why a person is asked.</param>
internal sealed record LedgerRow(long Nudge, Uri Page, long Comment, string State, string? NativeId, string Text, string NudgeState, string? Reason)
{
    public bool IsOnItsWay => State is "Approved" or "Sending" or "Unknown";

    public bool IsGivenBack => !IsOnItsWay && State != "Published" && NudgeState == "NeedsPerson";
}
