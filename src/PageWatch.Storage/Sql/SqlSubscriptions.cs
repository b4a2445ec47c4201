using Dapper;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Sql;

internal sealed class SqlSubscriptions(ISqlDatabase database) : ISubscriptions
{
    public ValueTask<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellationToken) => database.ReadAsync(connection =>
        (IReadOnlyList<Subscription>)[.. connection.Query<string>("SELECT subscription FROM subscriptions ORDER BY page_id").Select(StoredJson.Read<Subscription>)], cancellationToken);

    public ValueTask<Subscription?> FindAsync(string hookKey, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<string?>("SELECT subscription FROM subscriptions WHERE hook_key = @hookKey", new { hookKey }) is { } row ? StoredJson.Read<Subscription>(row) : null, cancellationToken);

    public async ValueTask BeginAsync(Subscription subscription, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute(
            "INSERT INTO subscriptions (page_id, hook_key, subscription) VALUES (@page, @key, @row) ON CONFLICT DO NOTHING",
            new { page = subscription.Page.Value, key = subscription.HookKey, row = StoredJson.Write(subscription) }),
        SavePriority.Bulk,
        cancellationToken);

    public async ValueTask<Subscription?> ChangeAsync(PageId page, Func<Subscription, Subscription> change, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            if (connection.QueryFirstOrDefault<string?>("SELECT subscription FROM subscriptions WHERE page_id = @page" + database.Dialect.ToBeChanged, new { page = page.Value }) is not { } row)
                return null;
            var before = StoredJson.Read<Subscription>(row);
            var next = change(before);
            if (next != before)
                connection.Execute("UPDATE subscriptions SET subscription = @row WHERE page_id = @page", new { page = page.Value, row = StoredJson.Write(next) });
            return next;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask RemoveAsync(PageId page, CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("DELETE FROM subscriptions WHERE page_id = @page", new { page = page.Value }), SavePriority.Bulk, cancellationToken);
}
