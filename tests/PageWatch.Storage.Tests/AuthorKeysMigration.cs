using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Journey;
using PageWatch.Storage.Sql;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests;

/// <summary>Authors of what an older program stored are found too: where the migration knows how a search folds their names it fills the keys, and the search looks at the others itself.</summary>
public abstract partial class AuthorKeysMigration : PostsCompliance
{
    private static readonly string[] Names = ["Tom O'Hara", "TOM OHARA", "José Müller", "jose muller", "京都"];

    /// <summary>The folder of the database's migrations.</summary>
    protected abstract string Migrations { get; }

    [Fact]
    public async Task Authors_of_what_an_older_program_stored_are_found()
    {
        for (var i = 0; i < Names.Length; i++)
            await AddNudgeAsync(Blog, $"p{i}", "broken", author: Names[i]);
        await FindsAsync();
        await RunAsync("UPDATE posts SET author_key = NULL, author_id_key = NULL");
        await FindsAsync();
        var migration = MigrationFiles.Of(Migrations).Single(file => file.Name.EndsWith("_author_keys.sql", StringComparison.Ordinal)).Sql;
        await RunAsync(Update().Match(migration).Value);
        await FindsAsync();

        var kept = await Store.Services.GetRequiredService<ISqlDatabase>().ReadAsync(connection => connection.Query<(string Name, string? Key, string? Id)>("SELECT author_name, author_key, author_id_key FROM posts").AsList(), Now);
        kept.Count.ShouldBe(Names.Length);
        foreach (var (name, key, id) in kept)
        {
            var isPlain = name.All(char.IsAscii);
            key.ShouldBe(isPlain ? AuthorQuery.KeyOf(name) : null);
            id.ShouldBe(isPlain ? AuthorQuery.KeyOf("id-" + name) : null);
        }
    }

    private async Task FindsAsync()
    {
        await FindsAsync("author:\"tom ohara\"", "p0", "p1");
        await FindsAsync("author:\"Jose Müller\" broken", "p2", "p3");
        await FindsAsync("author:\"id-josé muller\"", "p2", "p3");
        await FindsAsync("author:京都", "p4");
        await FindsAsync("author:tom");
    }

    private async Task FindsAsync(string query, params string[] expected) =>
        (await Search.FindAsync(TeamId.Default, QueryParser.Parse(query).Query!, 10, Now)).Posts.Select(each => each.Post.NativeId).ShouldBe(expected, ignoreOrder: true, query);

    private async Task RunAsync(string sql) => await Store.Services.GetRequiredService<ISqlDatabase>().WriteAsync(connection => connection.Execute(sql), SavePriority.Bulk, Now);

    [GeneratedRegex("^UPDATE posts SET.*?;", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Update();
}
