using Microsoft.Extensions.DependencyInjection;
using PageWatch.Pipeline.Search;
using PageWatch.Storage.Sql;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Sqlite;

/// <summary>What a search finds among millions, with bounds so near that a hundred posts are many.</summary>
public sealed class SqliteFarSearchTests : PostsCompliance
{
    protected override IPostSearch Search => new SqlSearch(Store.Services.GetRequiredService<ISqlDatabase>()) { Bounds = NearBounds.Many };

    protected override ValueTask<IStoreUnderTest> CreateAsync() => new(new SqliteUnderTest());
}
