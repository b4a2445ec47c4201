using System.Text.Json.Serialization;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Channels;

/// <summary>A part of a card. What came from outside is only ever in <see cref="Quote"/>, <see cref="Pictures"/>, <see cref="Span.Outside"/> and texts that a person edits.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "part")]
[JsonDerivedType(typeof(Line), "line")]
[JsonDerivedType(typeof(Quote), "quote")]
[JsonDerivedType(typeof(Pictures), "pictures")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Banner), "banner")]
[JsonDerivedType(typeof(Facts), "facts")]
[JsonDerivedType(typeof(Lags), "lags")]
[JsonDerivedType(typeof(TextBox), "textBox")]
[JsonDerivedType(typeof(Call), "call")]
public abstract record CardPart
{
    private CardPart()
    {
    }

    /// <summary>One line of text.</summary>
    public sealed record Line(IReadOnlyList<Span> Spans) : CardPart
    {
        /// <summary>Soft: said quietly, beside what matters.</summary>
        public bool Soft { get; init; }
    }

    /// <summary>What somebody wrote. Hostile: shown as text and nothing else.</summary>
    /// <param name="Evidence">The words that mattered; places in <paramref name="Text"/>.</param>
    /// <param name="Label">Said before it where it is not the post itself: "answers". Null for the post.</param>
    public sealed record Quote(Author Author, string Text, Uri? Link, IReadOnlyList<Evidence> Evidence, string? Label = null) : CardPart;

    /// <summary>Linked, never embedded: a picture is fetched by the reader's own click.</summary>
    public sealed record Pictures(IReadOnlyList<Attachment> Attachments) : CardPart;

    /// <summary>A proposed or approved reply.</summary>
    /// <param name="Note">Where it comes from, how long it is.</param>
    public sealed record Reply(string Text, string Note, string Label) : CardPart;

    /// <summary>Something that everybody should see first.</summary>
    public sealed record Banner(string Text, Tone Tone) : CardPart;

    public sealed record Facts(IReadOnlyList<Fact> Rows) : CardPart;

    /// <summary>The honest clock of an answered card: how long each step took.</summary>
    public sealed record Lags(IReadOnlyList<LagBar> Bars) : CardPart;

    /// <summary>A text that a person changes; it travels with actions that send the input.</summary>
    /// <param name="Longest">In <paramref name="Unit"/>, said in words; 0 for no limit.</param>
    public sealed record TextBox(string Label, string Text, int Longest, string Unit) : CardPart;

    /// <summary>Colleagues who should look now, by name. A chat that knows them calls them: the only mention that ever leaves us.</summary>
    public sealed record Call(IReadOnlyList<Called> People) : CardPart;
}

/// <param name="Value">Lines of one row; shown one under the other.</param>
public sealed record Fact(string Name, IReadOnlyList<Span> Value);

/// <summary>A colleague who is called.</summary>
/// <param name="Accounts">In every chat; a channel takes the one that it can call, and says the name where there is none.</param>
public sealed record Called(string Name, IReadOnlyList<ChatAccount> Accounts);

/// <param name="Label">"claimed 3 min".</param>
/// <param name="After">Since the author wrote.</param>
public sealed record LagBar(string Label, TimeSpan After);

/// <summary>A stretch of a line.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "span")]
[JsonDerivedType(typeof(Words), "words")]
[JsonDerivedType(typeof(Strong), "strong")]
[JsonDerivedType(typeof(Outside), "outside")]
[JsonDerivedType(typeof(Moment), "moment")]
[JsonDerivedType(typeof(LinkTo), "linkTo")]
[JsonDerivedType(typeof(Ask), "ask")]
public abstract record Span
{
    private Span()
    {
    }

    /// <summary>Our own words.</summary>
    public sealed record Words(string Text) : Span;

    public sealed record Strong(string Text) : Span;

    /// <summary>A name or a title from outside: escaped, kept in one line, its direction isolated.</summary>
    public sealed record Outside(string Text, bool IsStrong = false) : Span;

    /// <summary>A moment, shown in the reader's own zone, or as "4 min ago".</summary>
    public sealed record Moment(DateTimeOffset At, bool Relative) : Span;

    /// <summary>A way to another place; http and https only.</summary>
    public sealed record LinkTo(string Label, Uri Target) : Span;

    /// <summary>A word that asks the bot something when pressed: <c>why 12</c>.</summary>
    public sealed record Ask(string Label, string Command) : Span;
}
