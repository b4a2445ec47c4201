using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

internal sealed class UnwatchCommand(IWatches watches, IDoorbell doorbell, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("unwatch", CommandWording.HelpUnwatch, Role.Admin)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgWatch)],
        Example = "unwatch contoso-blog",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await watches.FindByNameAsync(by.Team, line["name"]!, cancellationToken) is not { } watch)
            return Answer.No(Say.It(CommandWording.NoWatch, CleanText.Line(line["name"], 40)));
        var audit = new AuditEntry(by.Team, time.GetUtcNow(), by.Id, by.Name, "unwatch", $"watch {watch.Name}", watch.Page.Address.ToString());
        await watches.UpdateAsync(watch with { State = WatchState.Ended, HookKey = null }, new Dictionary<string, string>(StringComparer.Ordinal), audit, cancellationToken);
        doorbell.Ring(Door.Watches);
        return Answer.Done(Say.It(CommandWording.UnwatchDone, watch.Name));
    }
}
