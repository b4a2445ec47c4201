using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Testing.Builders;

namespace PageWatch.Testing.Channels;

/// <summary>A place on a card where a text from outside can come to stand. Our own words are among them: a page's answer, a name or a rule's query is quoted in them.</summary>
/// <param name="IsAlone">A card like this is shown to one person alone.</param>
/// <param name="IsBox">The text stands in a box, and must stand there whole.</param>
public sealed record CardPlace(string Name, Func<string, Card> Put, bool IsAlone = false, bool IsBox = false)
{
    private static readonly Uri Page = new("https://blog.example/post/1");

    public static IReadOnlyList<CardPlace> All { get; } =
    [
        new("title", text => CardOf() with { Title = text }),
        new("clock", text => CardOf() with { Clock = new CardClock(text, A.Morning, Tone.Soon) }),
        new("line", text => CardOf(new CardPart.Line([new Span.Words("before "), new Span.Words(text), new Span.Words(" after")]))),
        new("soft line", text => CardOf(new CardPart.Line([new Span.Words(text)]) { Soft = true })),
        new("strong", text => CardOf(new CardPart.Line([new Span.Strong(text)]))),
        new("outside", text => CardOf(new CardPart.Line([new Span.Words("before "), new Span.Outside(text), new Span.Words(" after")]))),
        new("strong outside", text => CardOf(new CardPart.Line([new Span.Outside(text, IsStrong: true)]))),
        new("link", text => CardOf(new CardPart.Line([new Span.LinkTo(text, Page)]))),
        new("ask", text => CardOf(new CardPart.Line([new Span.Ask(text, "why 12")]))),
        new("quote", text => CardOf(new CardPart.Quote(new Author("1", "Jana K."), text, Page, []))),
        new("marked quote", text => CardOf(new CardPart.Quote(new Author("1", "Jana K."), text, Page, [new Evidence(0, text.Length, "complaint")]))),
        new("author", text => CardOf(new CardPart.Quote(new Author("1", text), "They said so.", Page, [], "answers"))),
        new("label of a quote", text => CardOf(new CardPart.Quote(new Author("1", "Jana K."), "They said so.", Page, [], text))),
        new("picture", text => CardOf(new CardPart.Pictures([new Attachment(AttachmentKind.Picture, Page, text)]))),
        new("reply", text => CardOf(new CardPart.Reply(text, "a note", "Draft"))),
        new("note of a reply", text => CardOf(new CardPart.Reply("We are sorry.", text, "Draft"))),
        new("label of a reply", text => CardOf(new CardPart.Reply("We are sorry.", "a note", text))),
        new("banner", text => CardOf(new CardPart.Banner(text, Tone.Now))),
        new("name of a fact", text => CardOf(new CardPart.Facts([new Fact(text, [new Span.Words("value")])]))),
        new("fact", text => CardOf(new CardPart.Facts([new Fact("name", [new Span.Words(text)])]))),
        new("outside in a fact", text => CardOf(new CardPart.Facts([new Fact("name", [new Span.Outside(text)])]))),
        new("lag", text => CardOf(new CardPart.Lags([new LagBar(text, TimeSpan.FromMinutes(3))]))),
        new("label of a box", text => CardOf(new CardPart.TextBox(text, "We are sorry.", 1_000, "characters")), IsAlone: true),
        new("box", text => CardOf(new CardPart.TextBox("Your reply", text, 1_000, "characters")), IsAlone: true, IsBox: true),
    ];

    private static Card CardOf(params CardPart[] parts) => new("Complaint", Tone.Calm, parts, []) { Fallback = "Complaint" };
}
