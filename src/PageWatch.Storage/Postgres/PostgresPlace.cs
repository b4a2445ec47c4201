using System.Globalization;
using Npgsql;

namespace PageWatch.Storage.Postgres;

/// <summary>Where a PostgreSQL database is, and how it is spoken to.</summary>
public sealed class PostgresPlace
{
    private readonly string connectionString;

    private PostgresPlace(NpgsqlConnectionStringBuilder settings)
    {
        // Each connection here belongs to one thread for life; what has been said before is prepared, so that it is planned once.
        settings.Pooling = false;
        settings.Multiplexing = false;
        settings.Enlist = false;
        settings.MaxAutoPrepare = 250;
        settings.AutoPrepareMinUsages = 2;
        settings.IncludeErrorDetail = false; // it quotes values, and values are what people wrote
        settings.PersistSecurityInfo = false;
        settings.Timezone = "UTC";
        if (!settings.ContainsKey("Timeout"))
            settings.Timeout = 5;
        if (!settings.ContainsKey("Keepalive"))
            settings.KeepAlive = 15;
        settings.ApplicationName ??= "pagewatch";
        connectionString = settings.ConnectionString;
        QuotedDatabase = $"\"{(settings.Database ?? settings.Username ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Name = string.Create(CultureInfo.InvariantCulture, $"{settings.Database ?? settings.Username} at {settings.Host}:{settings.Port}");
    }

    /// <summary>Database, host and port: what may be shown. Never an account or a password.</summary>
    public string Name { get; }

    /// <summary>The database's name as SQL writes it.</summary>
    internal string QuotedDatabase { get; }

    /// <param name="connectionString">As Npgsql takes it: <c>Host=…;Database=…;Username=…;Password=…</c></param>
    /// <exception cref="FormatException">It is none; the message says what is wrong and never repeats a value.</exception>
    public static PostgresPlace Read(string connectionString)
    {
        var settings = Parse(connectionString) ?? throw new FormatException("It is no connection string. Write Host=…;Database=…;Username=…;Password=…");
        if (string.IsNullOrWhiteSpace(settings.Host))
            throw new FormatException("It names no Host. Write Host=…;Database=…;Username=…;Password=…");
        if (settings.Host.Contains(',', StringComparison.Ordinal))
            throw new FormatException("It names several hosts. Write the one that is written to.");
        return new PostgresPlace(settings);
    }

    /// <returns>Null when it is none: the exception's own words may quote the string, and with it the password.</returns>
    private static NpgsqlConnectionStringBuilder? Parse(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception problem) when (problem is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Another database of the same server.</summary>
    internal PostgresPlace With(string database) => new(new NpgsqlConnectionStringBuilder(connectionString) { Database = database });

    /// <summary>
    /// Every question here has its index. A plan made while the tables were nearly empty walks them instead, and a prepared statement keeps that plan while they fill: asked for
    /// sixty-four conversations the server took 13 ms. Where a walk is the only way it is still taken; its price would then start the compiler, which costs more than it brings:
    /// https://www.postgresql.org/docs/current/runtime-config-query.html
    /// </summary>
    private const string ByIndex = "-c enable_seqscan=off -c jit=off";

    internal NpgsqlConnection Connection(string? options = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Options = $"{settings.Options} {ByIndex} {options}".Trim();
        return new NpgsqlConnection(settings.ConnectionString);
    }

    /// <summary>For Quartz, which opens and closes connections as it goes.</summary>
    /// <param name="schema">Where its tables are.</param>
    public string PooledConnectionString(string schema) => new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true, MaxPoolSize = 8, MaxAutoPrepare = 0, SearchPath = schema }.ConnectionString;
}
