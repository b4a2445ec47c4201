using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Postgres;

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresInboxTests(PostgresDatabases databases) : InboxCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresWatchesTests(PostgresDatabases databases) : WatchesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresPostsTests(PostgresDatabases databases) : AuthorKeysMigration
{
    protected override string Migrations => "Postgres";

    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresJourneyTests(PostgresDatabases databases) : JourneyCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresOutboxTests(PostgresDatabases databases) : OutboxCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresConsoleBoardTests(PostgresDatabases databases) : ConsoleBoardCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresChatsTests(PostgresDatabases databases) : ChatsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresTeamsTests(PostgresDatabases databases) : TeamsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresRetentionTests(PostgresDatabases databases) : RetentionCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresSubscriptionsTests(PostgresDatabases databases) : SubscriptionsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresOrderTests(PostgresDatabases databases) : OrderCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresCoverageTests(PostgresDatabases databases) : CoverageCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresAttentionTests(PostgresDatabases databases) : AttentionCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresLabelsTests(PostgresDatabases databases) : LabelsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresPastRepliesTests(PostgresDatabases databases) : PastRepliesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresDraftOutcomesTests(PostgresDatabases databases) : DraftOutcomesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresCannedRepliesTests(PostgresDatabases databases) : CannedRepliesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresHoursTests(PostgresDatabases databases) : HoursCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresPromisesTests(PostgresDatabases databases) : PromisesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresOnCallTests(PostgresDatabases databases) : OnCallCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}

[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresNudgeReportsTests(PostgresDatabases databases) : NudgeReportsMigration
{
    protected override string Migrations => "Postgres";

    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}
