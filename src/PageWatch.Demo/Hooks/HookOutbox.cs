using System.Data;
using System.Text;
using System.Text.Json;
using Dapper;
using PageWatch.Demo.Api;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Hooks;

/// <summary>Webhooks that wait to be delivered: written with the change that they tell of, removed once somebody took them.</summary>
internal sealed class HookOutbox(DemoFile file, DemoOptions options, TimeProvider time)
{
    /// <summary>Joins the transaction of the change. Adds nothing while nobody listens.</summary>
    public void Add(IDbConnection connection, IDbTransaction transaction, string what, WallPost post)
    {
        if (options.HookAddress is null)
            return;
        var delivery = DemoWall.NewId('d');
        var body = JsonSerializer.Serialize(new HookWire(what, delivery, time.GetUtcNow(), PostWire.Of(post, options)), DemoJson.Default.HookWire);
        connection.Execute("insert into outbox (delivery, thread, body) values (@delivery, @Thread, @body)", new { delivery, post.Thread, body }, transaction);
    }

    /// <summary>The first that waits in each thread, oldest first: what is behind it must not overtake it.</summary>
    public Task<IReadOnlyList<HookDelivery>> FirstOfEachThreadAsync(CancellationToken cancellationToken) => file.ReadAsync<IReadOnlyList<HookDelivery>>(
        (connection, transaction) =>
            [.. connection.Query<HookRow>("select min(number) as Number, thread as Thread from outbox group by thread order by 1", transaction: transaction).Select(row => new HookDelivery(row.Number, row.Thread))],
        cancellationToken);

    /// <returns>The id of the delivery and its exact bytes; null when the page was wiped meanwhile.</returns>
    public Task<(string Id, byte[] Body)?> OpenAsync(long number, CancellationToken cancellationToken) => file.ReadAsync<(string, byte[])?>(
        (connection, transaction) =>
            connection.QuerySingleOrDefault<HookRow>("select delivery as Delivery, body as Body from outbox where number = @number", new { number }, transaction) is { } row
                ? (row.Delivery, Encoding.UTF8.GetBytes(row.Body))
                : null,
        cancellationToken);

    public Task RemoveAsync(long number, CancellationToken cancellationToken) => file.WriteAsync(
        (connection, transaction) => connection.Execute("delete from outbox where number = @number", new { number }, transaction),
        cancellationToken);

    private sealed class HookRow
    {
        public long Number { get; set; }

        public string Thread { get; set; } = "";

        public string Delivery { get; set; } = "";

        public string Body { get; set; } = "";
    }
}

/// <param name="Number">Its place in the outbox.</param>
internal sealed record HookDelivery(long Number, string Thread);
