using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Pipeline.Journey;
using PageWatch.Storage.Sql;
using PageWatch.Testing.Stores;

namespace PageWatch.Storage.Tests;

/// <summary>What an older program stored is counted as if this one had: the migration fills the columns out of the documents.</summary>
public abstract partial class NudgeReportsMigration : NudgeReportsCompliance
{
    /// <summary>The folder of the database's migrations.</summary>
    protected abstract string Migrations { get; }

    [Fact]
    public async Task Columns_of_what_an_older_program_stored_are_filled_from_its_documents()
    {
        await AddOneOfEachAsync();
        var counted = await AllAsync();
        var migration = MigrationFiles.Of(Migrations).Single(file => file.Name.EndsWith("_nudge_reports.sql", StringComparison.Ordinal)).Sql;
        var updates = Update().Matches(migration).Select(match => match.Value).ToList();
        updates.Count.ShouldBe(2);
        await RunAsync("UPDATE nudges SET opened_at = 0, answered_at = NULL, ended_at = NULL, reason = NULL, opened_by = ''");
        (await AllAsync()).ShouldNotBe(counted);
        foreach (var update in updates)
            await RunAsync(update);
        (await AllAsync()).ShouldBe(counted);
    }

    private async Task RunAsync(string sql) => await Store.Services.GetRequiredService<ISqlDatabase>().WriteAsync(connection => connection.Execute(sql), SavePriority.Bulk, Now);

    [GeneratedRegex("^UPDATE nudges SET.*?;", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Update();
}
