using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;

namespace PageWatch.Pipeline.Commands;

internal sealed class WatchesCommand(IWatches watches, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("watches", CommandWording.HelpWatches, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var all = await watches.OfTeamAsync(by.Team, cancellationToken);
        return all.Count == 0
            ? Answer.Done(CommandWording.WatchesEmpty, Answer.Line(CommandWording.WatchesNone))
            : Answer.Done(Say.It(CommandWording.WatchesTitle, all.Count), new CardPart.Facts([.. all.Select(watch => Row(watch, time.GetUtcNow()))]));
    }

    internal static Fact Row(Watch watch, DateTimeOffset now) => Answer.Fact(
        watch.Name,
        new Span.Outside(watch.Page.Name),
        new Span.Words(" · " + Health(watch, now) + (watch.Health.LastPostAt is { } post ? Say.It(CommandWording.HealthWatchPost, Say.Duration(now - post)) : "") + " · "),
        new Span.LinkTo(watch.Page.Address.ToString(), watch.Page.Address));

    internal static string Health(Watch watch, DateTimeOffset now) => watch switch
    {
        { State: WatchState.Paused } => Say.It(CommandWording.HealthWatchPaused, watch.Problem),
        { Health: { FailuresInARow: > 0, LastProblem: { } problem } } => Say.It(CommandWording.HealthWatchBad, problem),
        { Health: { LastSuccessAt: null, LastCallAt: { } called } } => Say.It(CommandWording.HealthWatchCalled, Say.Duration(now - called)),
        { Health.LastSuccessAt: null } => watch.Cadence == TimeSpan.Zero ? CommandWording.HealthWatchSilent : CommandWording.HealthWatchNever,
        _ => Say.It(
            watch.Can.ReadBy.HasFlag(ReadBy.Webhook) ? CommandWording.HealthWatchTold : CommandWording.HealthWatchGood,
            Say.Duration(now - watch.Health.LastSuccessAt!.Value)),
    };
}
