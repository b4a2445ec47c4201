using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class ChannelAddCommand(ITeamRecords teams, IEnumerable<IChannelFinder> finders, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("channel add", CommandWording.HelpChannelAdd, Role.Admin)
    {
        Arguments = [new CommandArgument("address", CommandWording.ArgChannelAddress)],
        Options =
        [
            new CommandOption("name", "name", CommandWording.OptChannelName),
            new CommandOption("secret", "secret", CommandWording.OptChannelSecret, IsSecret: true),
            new CommandOption("fallback", null, CommandWording.OptChannelFallback),
        ],
        Example = "channel add webhook:https://chat.example.com/hooks/care --name chat",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var known = await teams.ChannelsAsync(by.Team, cancellationToken);
        var entry = ChannelEntry.Read(finders, known, by.Team, line["address"]!, line.Option("name"), line.Option("secret"));
        if (entry.Channel is not { } wanted)
            return Answer.No(entry.Problem!);
        wanted = wanted with { IsFallback = line.Has("fallback") };
        if (await teams.AddChannelAsync(wanted, entry.Secret, entry.Audit(by, time.GetUtcNow()), cancellationToken) is not { } added)
            return Answer.No(Say.It(CommandWording.ChannelTaken, wanted.Name));

        var facts = new List<Fact> { Answer.Fact(CommandWording.ChannelLeadsTo, new Span.Outside(entry.Shown)) };
        // One that was typed is known where it came from; it is not echoed.
        if (entry.Secret is { } secret && line.Option("secret") is null)
            facts.Add(Answer.Fact(CommandWording.ChannelSecret, Say.It(CommandWording.ChannelSecretOnce, secret)));
        return Answer.Done(
            Say.It(added.IsFallback ? CommandWording.ChannelAddedFallback : CommandWording.ChannelAdded, added.Name),
            new CardPart.Facts(facts),
            Answer.Line(Say.It(CommandWording.ChannelNext, added.Name)));
    }
}
