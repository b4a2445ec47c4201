using Dapper;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sqlite;

internal sealed class SqliteInstallation(SqliteDatabase database, ISecretBox box) : IInstallation
{
    public ValueTask<string?> SecretAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(database.Read(connection =>
        connection.QueryFirstOrDefault<byte[]?>("SELECT sealed FROM installation_secrets WHERE name = @name", new { name }) is { } known ? box.Open(known) : null));

    public async ValueTask<string> SecretAsync(string name, Func<string> make, CancellationToken cancellationToken) => await database.WriteAsync(
        connection =>
        {
            if (connection.QueryFirstOrDefault<byte[]?>("SELECT sealed FROM installation_secrets WHERE name = @name", new { name }) is { } known)
                return box.Open(known);
            var secret = make();
            connection.Execute("INSERT INTO installation_secrets (name, sealed) VALUES (@name, @sealedOne)", new { name, sealedOne = box.Seal(secret) });
            return secret;
        },
        SavePriority.Click,
        cancellationToken);

    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("INSERT INTO team_settings (team_id, name, value) VALUES (1, 'probe', '1') ON CONFLICT (team_id, name) DO UPDATE SET value = value + 1"),
        SavePriority.Click,
        cancellationToken);
}
