using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class HealthCommand(IWatches watches, IInbox inbox, IOutbox outbox, ITeamRecords teams, IInstallation installation, ServiceStart start, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("health", CommandWording.HelpHealth, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var all = await watches.OfTeamAsync(by.Team, cancellationToken);
        var (waiting, oldest) = await inbox.DepthAsync(cancellationToken);
        var (due, _) = await outbox.DepthAsync(now, cancellationToken);
        var parked = await inbox.ParkedAsync(by.Team, 1000, cancellationToken);
        var pause = await teams.PublishingPauseAsync(by.Team, cancellationToken);
        var figures = installation.Figures;
        var rows = new List<Fact>
        {
            Answer.Fact(CommandWording.HealthService, Say.It(CommandWording.HealthRunning, start.Version, Say.Duration(now - start.At))),
            Answer.Fact(CommandWording.HealthInbox, waiting == 0 ? CommandWording.HealthInboxEmpty : Say.It(CommandWording.HealthInboxWaits, waiting, Say.Moment(oldest ?? now))),
            Answer.Fact(CommandWording.HealthCards, due == 0 ? CommandWording.HealthCardsNone : Say.It(CommandWording.HealthCardsDue, due)),
            Answer.Fact(CommandWording.HealthStore, Say.It(CommandWording.HealthStoreDoes, figures.Store, Say.Number(figures.Commits), Say.Number(figures.Writes), figures.Waiting)),
            Answer.Fact(CommandWording.HealthPublishing, pause is null ? CommandWording.HealthPublishingOn : Say.It(Wording.PublishingPaused, pause.ByName)),
        };
        if (parked.Count > 0)
            rows.Add(Answer.Fact(CommandWording.HealthParked, Say.It(CommandWording.HealthParkedSome, parked.Count)));
        var channels = (await outbox.HealthAsync(by.Team, cancellationToken)).Where(each => each.FailingSince is not null || each.Dead > 0).ToList();
        rows.AddRange(channels.Select(each => new Fact(Say.It(CommandWording.HealthChannel, each.Channel.Name), [.. ChannelsCommand.State(each)])));
        rows.AddRange(all.Select(watch => WatchesCommand.Row(watch, now)));
        var ill = parked.Count > 0 || channels.Count > 0 || pause is not null || all.Any(watch => watch.State == WatchState.Paused || watch.Health.FailuresInARow >= FailureTable.TellAfter);
        return Answer.Done(ill ? CommandWording.HealthTitleBad : CommandWording.HealthTitleGood, new CardPart.Facts(rows));
    }
}
