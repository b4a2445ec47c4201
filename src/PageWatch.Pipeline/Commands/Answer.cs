using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;

namespace PageWatch.Pipeline.Commands;

/// <summary>Makes the cards that commands answer with.</summary>
internal static class Answer
{
    public static CommandAnswer Done(string title, params CardPart[] parts) => new(CommandOutcome.Done, Card(title, Tone.Calm, parts));

    /// <summary>Refused or not found, with the mend.</summary>
    public static CommandAnswer No(string why, params CardPart[] parts) => new(CommandOutcome.Refused, Card(CommandWording.Refused, Tone.Soon, [Line(why), .. parts], why));

    public static CommandAnswer WrongUsage(string problem, CommandSpec? spec) => new(
        CommandOutcome.WrongUsage,
        Card(CommandWording.WrongUsage, Tone.Soon, spec is null ? [Line(problem)] : [Line(problem), new CardPart.Facts([Fact(CommandWording.HelpUsage, spec.Usage)])], problem));

    public static CardPart.Line Line(string text) => new([new Span.Words(text)]);

    public static Fact Fact(string name, string value) => new(name, [new Span.Words(value)]);

    public static Fact Fact(string name, params Span[] value) => new(name, value);

    private static Card Card(string title, Tone tone, IReadOnlyList<CardPart> parts, string? fallback = null) => new(title, tone, parts, []) { Fallback = fallback ?? title };
}
