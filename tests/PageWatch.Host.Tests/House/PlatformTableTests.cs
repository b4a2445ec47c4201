using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Domain.Sources;
using PageWatch.Platforms;
using PageWatch.Testing.Snapshots;

namespace PageWatch.Host.Tests.House;

/// <summary>The table of platforms in the first README is printed from what the platforms say of themselves.</summary>
public sealed class PlatformTableTests
{
    private const string Start = "<!-- platforms -->\n";
    private const string End = "<!-- /platforms -->\n";

    [Fact]
    public void Table_of_platforms_in_the_readme_is_what_they_say()
    {
        var readme = SourceTree.Read("README.md");
        var from = readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var to = readme.IndexOf(End, StringComparison.Ordinal);
        from.ShouldBeGreaterThan(Start.Length);
        to.ShouldBeGreaterThanOrEqualTo(from);
        var table = Table();
        if (Verified.IsAccepting)
            SourceTree.Write("README.md", readme[..from] + table + readme[to..]);
        else
            readme[from..to].ShouldBe(table, "renew it with PAGEWATCH_ACCEPT=1");
    }

    private static string Table()
    {
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddSingleton(TimeProvider.System).AddLogging();
        services.AddPlatforms();
        using var provider = services.BuildServiceProvider();
        var rows = provider.GetServices<IPageFinder>().OrderBy(finder => finder.Title, StringComparer.Ordinal)
            .Select(finder => (finder.Title, Folder: SourceTree.FoldersIn("src/PageWatch.Platforms").Single(folder => finder.GetType().Namespace!.EndsWith("." + folder, StringComparison.Ordinal)), Can: finder.AtBest));
        return "| | posts come by | edits | deletes | replies | a reply can be taken back |\n| --- | --- | --- | --- | --- | --- |\n"
            + string.Concat(rows.Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"| [{row.Title}](src/PageWatch.Platforms/{row.Folder}/README.md) | {Ways(row.Can.ReadBy)} | {Seen(row.Can.Edits)} | {Seen(row.Can.Deletes)} | {Replies(row.Can)} | {(row.Can.CanDeleteOwnReply ? "yes" : "no")} |\n")));
    }

    private static string Ways(ReadBy by) => by == ReadBy.None ? "a colleague" : string.Join(", ", Enum.GetValues<ReadBy>().Where(each => each != ReadBy.None && by.HasFlag(each)).Select(each => each.ToString().ToLowerInvariant()));

    private static string Seen(ChangesSeen seen) => seen switch
    {
        ChangesSeen.Told => "told",
        ChangesSeen.ByReadingAgain => "seen by reading again",
        _ => "not seen",
    };

    private static string Replies(PageCapabilities can) => can.Reply switch
    {
        ReplyMode.None => "read only",
        ReplyMode.SingleSlot => $"one, up to {can.LongestReply.ToString("N0", CultureInfo.InvariantCulture)} {Unit(can.LengthUnit)}",
        _ => $"threaded, up to {can.LongestReply.ToString("N0", CultureInfo.InvariantCulture)} {Unit(can.LengthUnit)}",
    };

    private static string Unit(LengthUnit unit) => unit switch
    {
        LengthUnit.Utf8Bytes => "bytes",
        LengthUnit.Graphemes => "characters",
        LengthUnit.GraphemesShortLinks => "characters (a link counts 23)",
        LengthUnit.Weighted => "weighted characters",
        LengthUnit.CharactersEmojiBytes => "characters (an emoji counts its bytes)",
        _ => "UTF-16 characters",
    };
}
