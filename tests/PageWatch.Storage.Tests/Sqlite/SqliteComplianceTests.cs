using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Sqlite;

public sealed class SqliteInboxTests : InboxCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteWatchesTests : WatchesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteSubscriptionsTests : SubscriptionsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqlitePostsTests : AuthorKeysMigration
{
    protected override string Migrations => "Sqlite";

    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteJourneyTests : JourneyCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteOutboxTests : OutboxCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteConsoleBoardTests : ConsoleBoardCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteChatsTests : ChatsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteTeamsTests : TeamsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteRetentionTests : RetentionCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteOrderTests : OrderCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteCoverageTests : CoverageCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteAttentionTests : AttentionCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteLabelsTests : LabelsCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqlitePastRepliesTests : PastRepliesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteDraftOutcomesTests : DraftOutcomesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteCannedRepliesTests : CannedRepliesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteHoursTests : HoursCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqlitePromisesTests : PromisesCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteOnCallTests : OnCallCompliance
{
    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}

public sealed class SqliteNudgeReportsTests : NudgeReportsMigration
{
    protected override string Migrations => "Sqlite";

    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}
