using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Outbox;

namespace PageWatch.Pipeline.Commands;

internal sealed class ChannelsCommand(IOutbox outbox, IEnumerable<IChannelFinder> finders) : ICommand
{
    public CommandSpec Spec { get; } = new("channels", CommandWording.HelpChannels, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var all = await outbox.HealthAsync(by.Team, cancellationToken);
        return Answer.Done(Say.It(CommandWording.ChannelsTitle, all.Count), new CardPart.Facts([.. all.Select(each => new Fact(each.Channel.Name, [.. Row(each)]))]));
    }

    private IEnumerable<Span> Row(ChannelHealth health)
    {
        var channel = health.Channel;
        var finder = finders.LastOrDefault(each => each.Kind == channel.Kind);
        yield return new Span.Words(channel.Kind.ToString().ToLowerInvariant() + " · ");
        if (finder is not null)
        {
            yield return new Span.Outside(finder.Show(channel.Address));
            yield return new Span.Words(" · ");
        }

        if (channel.IsFallback)
            yield return new Span.Words(CommandWording.ChannelFallback + " · ");
        if (channel.DailyBudget is { } budget)
            yield return new Span.Words(Say.It(CommandWording.ChannelBudgetDay, Say.Number(budget)) + " · ");
        foreach (var span in State(health))
            yield return span;
    }

    /// <summary>How a channel is doing.</summary>
    public static IEnumerable<Span> State(ChannelHealth health)
    {
        var counts = new List<string>();
        if (health.Due > 0)
            counts.Add(Say.It(CommandWording.ChannelWaiting, Say.Number(health.Due)));
        if (health.Dead > 0)
            counts.Add(Say.It(CommandWording.ChannelDead, Say.Number(health.Dead)));
        yield return new Span.Words(counts.Count == 0 ? CommandWording.ChannelFine : string.Join(", ", counts));
        if (health.FailingSince is not { } since)
            yield break;
        yield return new Span.Words(" · ");
        yield return new Span.Outside(Say.It(CommandWording.ChannelFailingSince, Say.Moment(since), CleanText.Line(health.Problem, 200)));
    }
}
