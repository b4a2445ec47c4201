using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

internal sealed class PollCommand(IWatches watches, PollTurns turns, IDoorbell doorbell, TimeProvider time) : ICommand
{
    /// <summary>A person does not wait longer; what was kept until then stays, and the rest comes with the next poll.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public CommandSpec Spec { get; } = new("poll", CommandWording.HelpPoll, Role.Responder)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgWatch)],
        Example = "poll contoso-blog",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await watches.FindByNameAsync(by.Team, line["name"]!, cancellationToken) is not { } watch)
            return Answer.No(Say.It(CommandWording.NoWatch, CleanText.Line(line["name"], 40)));
        if (watch.State == WatchState.Paused)
            return Answer.No(Say.It(CommandWording.PollPaused, watch.Name, watch.Problem, watch.Page.Address));
        if (watch.Cadence == TimeSpan.Zero)
            return Answer.No(Say.It(CommandWording.PollNever, watch.Name));
        if (watch.Health.NotBefore is { } notBefore && notBefore > time.GetUtcNow())
            return Answer.No(Say.It(CommandWording.PollWaits, watch.Name, Say.Duration(notBefore - time.GetUtcNow()), watch.Health.LastProblem));
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var report = await turns.PollNowAsync(watch, either.Token);
            doorbell.Ring(Door.Watches);
            return report switch
            {
                null => Answer.No(Say.It(CommandWording.NoWatch, watch.Name)),
                { Problem: { } problem } => Answer.No(Say.It(CommandWording.PollFailed, watch.Name, problem)),
                { Brought: 0 } => Answer.Done(Say.It(CommandWording.PollNothing, watch.Name)),
                _ => Answer.Done(Say.It(CommandWording.PollDone, watch.Name, report.Brought), Answer.Line(CommandWording.PollDoneText)),
            };
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Answer.No(Say.It(CommandWording.PollLong, watch.Name, Say.Duration(Longest)));
        }
    }
}
