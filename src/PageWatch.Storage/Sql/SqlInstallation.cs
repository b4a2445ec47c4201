using Dapper;
using PageWatch.Pipeline;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Storage.Sql;

internal sealed class SqlInstallation(ISqlDatabase database, ISecretBox box) : IInstallation
{
    public ValueTask<string?> SecretAsync(string name, CancellationToken cancellationToken) => database.ReadAsync(connection =>
        connection.QueryFirstOrDefault<byte[]?>("SELECT sealed FROM installation_secrets WHERE name = @name", new { name }) is { } known ? box.Open(known) : null, cancellationToken);

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

    public StoreFigures Figures => database.Figures;

    public async ValueTask ProbeAsync(CancellationToken cancellationToken) => await database.WriteAsync(
        connection => connection.Execute("INSERT INTO team_settings (team_id, name, value) VALUES (1, 'probe', @start) ON CONFLICT (team_id, name) DO UPDATE SET value = excluded.value", new { start = Guid.NewGuid().ToString("N") }),
        SavePriority.Click,
        cancellationToken);
}
