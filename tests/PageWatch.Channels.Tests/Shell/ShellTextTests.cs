using PageWatch.Channels.Shell;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Shell;

public sealed class ShellTextTests
{
    public static TheoryData<string> HostileTexts() => [.. HostileText.All.Select(each => each.Name)];

    [Theory, MemberData(nameof(HostileTexts)), Trait("Promise", "7")]
    public void Nothing_that_was_written_steers_the_terminal(string name)
    {
        var text = HostileText.All.Single(each => each.Name == name).Text;
        foreach (var place in CardPlace.All)
        {
            var written = ShellText.Write(place.Put(text), A.Morning);
            written.ShouldNotContain(c => char.IsControl(c) && c != '\n', $"as {place.Name}");
            HostileText.TurnsWhatFollows(written).ShouldBeFalse($"as {place.Name}");
            // A word that asks is typed in a shell: the command stands there, not its label.
            if (place.Name != "ask")
                ShownMessageShould.Say(WithoutMarks(written), text, $"as {place.Name}");
        }
    }

    [Theory, MemberData(nameof(HostileTexts)), Trait("Promise", "7")]
    public void Nobody_can_write_a_line_that_looks_like_ours(string name)
    {
        var text = HostileText.All.Single(each => each.Name == name).Text;
        foreach (var place in CardPlace.All)
        {
            var ours = ShellText.Write(place.Put("x"), A.Morning).Split('\n').Length;
            var written = ShellText.Write(place.Put(text), A.Morning).Split('\n');
            // What is longer than its own line stands behind the mark of a quote or a reply.
            written.Count(line => !line.StartsWith("  |", StringComparison.Ordinal) && !line.StartsWith("  >", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(ours, $"as {place.Name}");
        }
    }

    [Fact]
    public void Lines_of_a_post_stay_lines_behind_its_mark() => ShellText.Write(
        new Card("Complaint", Tone.Calm, [new CardPart.Quote(new Author("1", "Jana K."), "It arrived.\n\n\tBroken:\r\nthe lid", null, [])], []) { Fallback = "" }, A.Morning)
        .ShouldBe("Complaint\n  Jana K.:\n  | It arrived.\n  |\n  |  Broken:\n  | the lid\n");

    [Fact]
    public void A_box_is_written_line_by_line() => ShellText.Write(
        new Card("Edit", Tone.Calm, [new CardPart.TextBox("Your reply", "Jana,\nwe are sorry.", 0, "characters")], []) { Fallback = "" }, A.Morning)
        .ShouldBe("Edit\n  Your reply:\n  > Jana,\n  > we are sorry.\n");

    [Fact, Trait("Promise", "7")]
    public void Only_places_to_go_are_written_as_addresses() => ShellText.Write(
        new Card("Links", Tone.Calm,
            [
                new CardPart.Line([new Span.LinkTo("here", new Uri("https://blog.example/a b")), new Span.Words(", "), new Span.LinkTo("there", new Uri("javascript:alert(1)")), new Span.Words(", "), new Span.LinkTo("nowhere", new Uri("x", UriKind.Relative))]),
                new CardPart.Facts([new Fact("Page", [new Span.LinkTo("https://blog.example/", new Uri("https://blog.example/"))])]),
            ], []) { Fallback = "" }, A.Morning)
        .ShouldBe("Links\nhere (https://blog.example/a%20b), there, nowhere\n  Page  https://blog.example/\n");

    [Theory]
    [InlineData(0, "0 s ago")]
    [InlineData(-30, "0 s ago")]
    [InlineData(119, "119 s ago")]
    [InlineData(120, "2 min ago")]
    [InlineData(7199, "119 min ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(172_800, "2 d ago")]
    public void Moments_that_are_near_say_how_long_ago(int seconds, string expected) => ShellText.Write(
        new Card("t", Tone.Calm, [new CardPart.Line([new Span.Moment(A.Morning, Relative: true)])], []) { Fallback = "" }, A.Morning + TimeSpan.FromSeconds(seconds))
        .ShouldBe($"t\n{expected}\n");

    private static string WithoutMarks(string written) => string.Join('\n', written.Split('\n').Select(line => line.StartsWith("  |", StringComparison.Ordinal) || line.StartsWith("  >", StringComparison.Ordinal) ? line[3..] : line));
}
