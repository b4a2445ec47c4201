using Microsoft.Extensions.DependencyInjection;
using PageWatch.Pipeline.Search;
using PageWatch.Storage.Sql;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests.Postgres;

/// <summary>What a search finds among millions, with bounds so near that a hundred posts are many.</summary>
[Trait("Needs", "PostgreSQL"), Collection(PostgresDatabases.Name)]
public sealed class PostgresFarSearchTests(PostgresDatabases databases) : PostsCompliance
{
    protected override IPostSearch Search => new SqlSearch(Store.Services.GetRequiredService<ISqlDatabase>()) { Bounds = NearBounds.Many };

    protected override ValueTask<IStoreUnderTest> CreateAsync() => databases.OpenAsync();
}
