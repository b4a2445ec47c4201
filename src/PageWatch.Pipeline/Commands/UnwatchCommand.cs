using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
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
        var now = time.GetUtcNow();
        var audit = new AuditEntry(by.Team, now, by.Id, by.Name, "unwatch", $"watch {watch.Name}", watch.Page.Address.ToString());
        if (!await watches.EndAsync(watch, audit, WatchNotice.NoLongerWatched(watch, now), cancellationToken))
            return Answer.No(Say.It(CommandWording.NoWatch, CleanText.Line(line["name"], 40)));
        doorbell.Ring(Door.Outbox);
        doorbell.Ring(Door.Watches);
        return Answer.Done(Say.It(CommandWording.UnwatchDone, watch.Name));
    }
}
