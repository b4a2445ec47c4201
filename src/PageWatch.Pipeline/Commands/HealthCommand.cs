using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Health;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Outbox;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class HealthCommand(
    IWatches watches, IInbox inbox, IOutbox outbox, ITeamRecords teams, IInstallation installation, ICoverage coverage, PastHours pasts, INotices notices, ServiceStart start, TimeProvider time) : ICommand
{
    public CommandSpec Spec { get; } = new("health", CommandWording.HelpHealth, Role.Viewer)
    {
        Arguments = [new CommandArgument("name", CommandWording.ArgWatch, IsRequired: false)],
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (line["name"] is { } name)
        {
            return await watches.FindByNameAsync(by.Team, name, cancellationToken) is { } one
                ? await WatchHealthCard.DrawAsync(one, coverage, pasts, time.GetUtcNow(), cancellationToken)
                : Answer.No(Say.It(CommandWording.NoWatch, CleanText.Line(name, 40)));
        }

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
        foreach (var watch in all)
            rows.Add(await RowAsync(watch, now, cancellationToken));
        // What staff were told of and is not over; what was repaired is well again.
        var told = (await notices.AllAsync(cancellationToken)).Any(notice => notice.Team == by.Team && !notice.IsOver && notice.Tone != Tone.Calm && Matter.PageOf(notice) is not null);
        var ill = told || parked.Count > 0 || channels.Count > 0 || pause is not null || all.Any(watch => watch.State == WatchState.Paused || watch.Health.FailuresInARow >= FailureTable.TellAfter);
        return Answer.Done(ill ? CommandWording.HealthTitleBad : CommandWording.HealthTitleGood, new CardPart.Facts(rows));
    }

    private async ValueTask<Fact> RowAsync(Watch watch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var figures = await WatchFigures.ReadAsync(watch, coverage, pasts, now, cancellationToken);
        var said = new List<string> { WatchesCommand.Health(watch, now), WatchHealthCard.Day(figures) };
        if (figures.Lag is { } lag)
            said.Add(Say.It(CommandWording.HealthLagShort, Say.Duration(lag)));
        if (figures.Gaps > 0)
            said.Add(Say.It(CommandWording.HealthGapsShort, figures.Gaps));
        if (TokenCountdown.Step(watch.Health.TokenEndsAt, now) is not null)
            said.Add(WatchHealthCard.Token(watch.Health.TokenEndsAt!.Value, now));
        return Answer.Fact(watch.Name, new Span.Outside(watch.Page.Name), new Span.Words(" · " + string.Join(" · ", said) + " · "), new Span.Ask(CommandWording.HealthMore, $"health {watch.Name}"));
    }
}
