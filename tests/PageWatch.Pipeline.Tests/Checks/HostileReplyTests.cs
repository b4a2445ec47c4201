using System.Diagnostics;
using System.Text;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Tests.Drafts;

namespace PageWatch.Pipeline.Tests.Checks;

/// <summary>Promise 7 for our own replies: somebody pastes what a post made of them, and it is just text.</summary>
[Trait("Promise", "7")]
public sealed class HostileReplyTests
{
    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["nothing"] = () => "",
        ["a megabyte of one letter"] = () => new string('a', 1_000_000),
        ["a megabyte of words"] = () => Repeat("we will refund you by tomorrow! ", 1_000_000),
        ["nulls"] = () => Repeat("lid\0", 50_000),
        ["lone surrogates"] = () => Repeat("\uD83D x \uDE00 ", 50_000),
        ["half a character at the cut"] = () => new string('a', ReplyText.Longest - 1) + "😀😀",
        ["right to left"] = () => Repeat("\u202Eمرحبا\u202C שלום\u2067\u2069 ", 50_000),
        ["zalgo"] = () => string.Concat("we will look into it".Select(letter => letter + string.Concat(Enumerable.Range(0, 60).Select(i => (char)(0x300 + i))))),
        ["only marks"] = () => new string('\u0301', 50_000),
        ["fifty thousand emoji"] = () => Repeat("😂", 100_000),
        ["emoji of many parts"] = () => Repeat("👩‍👩‍👧‍👦🏳️‍🌈👍🏽", 100_000),
        ["braces"] = () => Repeat("{", 50_000) + Repeat("}", 50_000),
        ["brackets"] = () => Repeat("[<%", 50_000) + Repeat("%>]", 50_000),
        ["percent signs"] = () => Repeat("%", 100_000),
        ["slots"] = () => Repeat("{name}, ", 100_000),
        ["links"] = () => Repeat("http://a.b/c www.x.com a.com/ :// ", 100_000),
        ["one long link"] = () => "https://" + Repeat("a.(", 99_000),
        ["colons"] = () => Repeat("://", 100_000),
        ["mails"] = () => Repeat("ana@mail.example ", 100_000),
        ["at signs"] = () => Repeat("@a@b", 100_000),
        ["numbers"] = () => Repeat("4111 1111 1111 1111 order #12345 ", 100_000),
        ["promises"] = () => Repeat("guaranteed we will refund you by tomorrow ", 100_000),
        ["promises of the playbook"] = () => Repeat("by tomorrow refund within 14 days ", 100_000),
        ["begun promises"] = () => Repeat("we will send you no give you ", 100_000),
        ["never said"] = () => Repeat("cheap policy contoso ", 100_000),
        ["greetings"] = () => Repeat("Hi Anna, thank you, Anna. ", 100_000),
        ["apologies"] = () => Repeat("Sorry for any inconvenience. ", 100_000),
        ["one sentence of apologies"] = () => Repeat("sorry for any inconvenience ", 100_000),
        ["shouting"] = () => Repeat("WE SHOUT AT YOU!!! ", 100_000),
        ["exclamations"] = () => Repeat("!", 100_000),
        ["twice"] = () => Repeat("box box ", 100_000),
        ["stars and lines"] = () => Repeat("** __ *** ___ ", 100_000),
        ["insults"] = () => Repeat("asshole ", 100_000),
        ["ligatures"] = () => Repeat("\uFDFA ", 100_000),
        ["every character"] = () => string.Concat(Enumerable.Range(0, 0xFFFF).Select(code => ((char)code).ToString())),
    };

    public static TheoryData<string> Names() => [.. Texts.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Hostile_text_is_looked_over_like_any_other(string name)
    {
        var text = Texts[name]();
        foreach (var unit in Enum.GetValues<LengthUnit>())
            ReplyLength.Of(text, unit).ShouldBeGreaterThanOrEqualTo(0);
        foreach (var (unit, longest) in ((LengthUnit, int)[])[(LengthUnit.Weighted, 280), (LengthUnit.GraphemesShortLinks, 500)])
        {
            var found = ReplyChecks.Of(text, Checking.Occasion(post: text, author: text, can: Drafting.Threaded with { LongestReply = longest, LengthUnit = unit }));
            found.Select(finding => finding.Start).ShouldBe(found.Select(finding => finding.Start).Order());
            found.GroupBy(finding => finding.Kind).ShouldAllBe(kind => kind.Count() <= 60);
            found.ShouldAllBe(finding => finding.Start >= 0 && finding.Length >= 0 && finding.Start + finding.Length <= text.Length && finding.Reason.Length < 300);
        }
    }

    /// <remarks>Beside one another on the same machine: its speed is in both.</remarks>
    [Theory, MemberData(nameof(Names))]
    public void Hostile_text_costs_in_proportion_to_its_length(string name)
    {
        var text = Texts[name]();
        var occasion = Checking.Occasion(can: Drafting.Threaded with { LongestReply = 0 });
        var everyday = Repeat("Thank you for telling us about the lid. Could you send us a photo, please? ", 10_000);
        // Up to a hundred thousand characters are looked at, and again after each of a handful of mends.
        Fastest(() => ReplyChecks.Of(text, occasion)).ShouldBeLessThan((Fastest(() => ReplyChecks.Of(everyday, occasion)) * 10 * 12) + TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public void Usual_reply_takes_less_than_a_millisecond()
    {
        const string text = "Hi Ana, thank you for telling us about the lid. Could you send us a photo and the day you bought it in a private message? Then one of us looks into it and writes back to you.";
        var occasion = Checking.Occasion();
        Fastest(() => ReplyChecks.Of(text, occasion)).ShouldBeLessThan(TimeSpan.FromMilliseconds(1));
    }

    private static TimeSpan Fastest(Action run)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            var watch = Stopwatch.StartNew();
            run();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }

    private static string Repeat(string piece, int length) =>
        new StringBuilder(length + piece.Length).Insert(0, piece, (length / piece.Length) + 1).ToString(0, length);
}
