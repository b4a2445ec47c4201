using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Commands;

internal sealed class HelpCommand(IServiceProvider services) : ICommand
{
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
            return ValueTask.FromResult(spec is null ? Answer.No(Say.It(CommandWording.HelpUnknown, wanted)) : Answer.Done(spec.Verb, Answer.Line(spec.Help), new CardPart.Facts([.. Rows(spec)])));
        }

        return ValueTask.FromResult(Answer.Done(
            CommandWording.HelpTitle,
            new CardPart.Facts([.. specs.Where(spec => by.Role >= spec.Role).Select(spec => Answer.Fact(spec.Verb, new Span.Words(spec.Help)))])));
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
