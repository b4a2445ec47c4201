using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Commands;

internal sealed class HelpCommand(IServiceProvider services) : ICommand
{
    private const int Many = 3;

    public CommandSpec Spec { get; } = new("help", CommandWording.HelpHelp, Role.Viewer)
    {
        Arguments = [new CommandArgument("command", CommandWording.ArgCommand, IsRequired: false, IsRest: true)],
        Example = "help watch",
    };

    public ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        // Asked when needed: help is one of the commands that it lists.
        var specs = ((IEnumerable<ICommand>)services.GetService(typeof(IEnumerable<ICommand>))!).Select(command => command.Spec).ToList();
        if (line["command"] is { } wanted)
        {
            var spec = specs.FirstOrDefault(each => each.Verb.Equals(wanted.Trim(), StringComparison.OrdinalIgnoreCase));
            var family = specs.Where(each => each != spec && FirstWord(each).Equals(wanted.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
            if (spec is null && family.Count == 0)
                return ValueTask.FromResult(Answer.No(Say.It(CommandWording.HelpUnknown, wanted)));
            return ValueTask.FromResult(Answer.Done(
                spec?.Verb ?? FirstWord(family[0]),
                [
                    .. spec is null ? (CardPart[])[] : [Answer.Line(spec.Help), new CardPart.Facts([.. Rows(spec)])],
                    .. family.Count == 0 ? (CardPart[])[] : [new CardPart.Facts([.. family.Select(each => Answer.Fact(each.Verb, each.Help))])],
                ]));
        }

        return ValueTask.FromResult(Answer.Done(
            CommandWording.HelpTitle,
            new CardPart.Facts([.. specs.Where(spec => by.Role >= spec.Role).GroupBy(FirstWord, StringComparer.Ordinal).SelectMany(Lines)])));
    }

    private static string FirstWord(CommandSpec spec) => spec.Verb.Split(' ')[0];

    /// <summary>A card has room for so many lines: several that begin with the same word stand in one.</summary>
    private static IEnumerable<Fact> Lines(IGrouping<string, CommandSpec> family)
    {
        var bare = family.FirstOrDefault(spec => spec.Verb == family.Key);
        var further = family.Where(spec => spec != bare).ToList();
        if (further.Count < Many)
            return family.Select(spec => Answer.Fact(spec.Verb, spec.Help));
        var names = string.Join(", ", further.Select(spec => spec.Verb[(family.Key.Length + 1)..]));
        return [Answer.Fact(family.Key, bare is null ? Say.It(CommandWording.HelpFamily, names, family.Key) : $"{bare.Help} · {Say.It(CommandWording.HelpFamily, names, family.Key)}")];
    }

    private static IEnumerable<Fact> Rows(CommandSpec spec)
    {
        yield return Answer.Fact(CommandWording.HelpUsage, spec.Usage);
        foreach (var argument in spec.Arguments)
            yield return Answer.Fact(argument.Name, argument.Help);
        foreach (var option in spec.Options)
            yield return Answer.Fact("--" + option.Name, option.Help);
        if (spec.Example is { } example)
            yield return Answer.Fact(CommandWording.HelpExample, example);
        yield return Answer.Fact(CommandWording.HelpRole, Say.Role(spec.Role));
    }
}
