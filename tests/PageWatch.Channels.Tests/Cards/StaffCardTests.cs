using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Console;
using PageWatch.Channels.Shell;
using PageWatch.Channels.Tests.Console;
using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Commands;
using PageWatch.Testing;
using PageWatch.Testing.Channels;
using PageWatch.Testing.Snapshots;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>The real cards of the real stages, as the console and a shell show them; each snapshot was read by a person.</summary>
public sealed partial class StaffCardTests
{
    public static TheoryData<string> Cards() => [.. StaffCard.All.Select(card => card.Name)];

    [Theory, MemberData(nameof(Cards))]
    public async Task Card_looks_as_a_person_accepted_it(string name)
    {
        var wanted = StaffCard.All.Single(each => each.Name == name);
        await using var stage = await Stage.OpenAsync();
        var card = await wanted.Make(stage);

        var html = Markup().Draw(wanted.Key, 1, card);
        var shown = ConsoleCard.Read(html, wanted.Key, card.Fallback);
        shown.Strange.ShouldBeEmpty();
        foreach (var part in card.Parts.OfType<CardPart.Quote>())
            shown.ShouldSay(part.Text);
        card.Fallback.ShouldNotBeNullOrWhiteSpace();
        card.Fallback.ShouldNotContain('\n', "a fallback is one line");
        card.Title.ShouldNotContain('\n', "a title is one line");

        var text = ShellText.Write(card, stage.Time.GetUtcNow());
        text.ShouldNotContain(c => char.IsControl(c) && c != '\n');
        Verified.Text(Same($"<!-- {card.Fallback} -->\n{Lines(html)}"), File(name, "html"));
        Verified.Text(Same(text), File(name, "txt"));
        // What others wrote reads as they wrote it.
        var quoted = card.Parts.OfType<CardPart.Quote>().SelectMany(quote => quote.Text.Split('\n'));
        ShouldReadWell(string.Join('\n', shown.Text.Split('\n').Except(quoted, StringComparer.Ordinal)));
        ShouldReadWell(text);
    }

    [Fact]
    public void Every_snapshot_has_its_card()
    {
        var names = StaffCard.All.Select(card => card.Name).ToHashSet(StringComparer.Ordinal);
        names.Count.ShouldBe(StaffCard.All.Count);
        Directory.GetFiles(Path.GetDirectoryName(File("x", "html"))!, "*.verified.*").Select(file => Path.GetFileName(file).Split('.')[0]).Distinct().ShouldBeSubsetOf(names);
    }

    [Fact]
    public async Task Every_command_has_its_card()
    {
        await using var stage = await Stage.OpenAsync();
        var lines = StaffCard.All.Select(card => card.Line).OfType<string>().ToList();
        foreach (var spec in stage.Get<CommandDesk>().Specs)
            lines.ShouldContain(line => line == spec.Verb || line.StartsWith(spec.Verb + " ", StringComparison.Ordinal), spec.Verb);
    }

    /// <summary>What a proof-reader would mark on any card.</summary>
    private static void ShouldReadWell(string text)
    {
        foreach (var line in text.Split('\n').Where(line => !line.StartsWith("  |", StringComparison.Ordinal) && !line.StartsWith("  >", StringComparison.Ordinal)))
        {
            line.ShouldNotMatch(@"\{\d", "a placeholder was not filled");
            line.ShouldNotMatch(@"\b1 (posts|rows|rules|bytes|hours|characters)\b", "one of something is no plural");
            line.ShouldNotMatch(@" · *·|· *$|^ *· ", "a dot parts two things");
            line.ShouldNotMatch(@"\S [.,;:!?](\s|$)", "no space before a stop");
            line.ShouldNotMatch(@"\.\.(\s|$)|,,", "one stop is enough");
        }
    }

    /// <summary>A line for each element, to be read and compared.</summary>
    private static string Lines(string html) => html.Replace("><", ">\n<", StringComparison.Ordinal);

    /// <summary>What is made by chance is the same in every snapshot.</summary>
    /// <summary>Without what is another each time: secrets, and how many writes happened to share a commit.</summary>
    private static string Same(string text) => Counts().Replace(Secrets().Replace(Tokens().Replace(text, "TOKEN"), "whsec_SECRET"), "N commits for N writes");

    private static string File(string name, string kind) => Path.Combine(ProjectFolder.Of<StaffCardTests>(), "Cards", "snapshots", $"{name}.verified.{kind}");

    private static ICardMarkup Markup()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System);
        services.AddConsoleChannel();
        return services.BuildServiceProvider().GetRequiredService<ICardMarkup>();
    }

    [GeneratedRegex(@"\d+ commits for \d+ writes", RegexOptions.CultureInvariant)]
    private static partial Regex Counts();

    [GeneratedRegex("(?<=/in/|/hooks/)[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant)]
    private static partial Regex Tokens();

    [GeneratedRegex("whsec_[A-Za-z0-9+/=;&#x]+", RegexOptions.CultureInvariant)]
    private static partial Regex Secrets();
}
