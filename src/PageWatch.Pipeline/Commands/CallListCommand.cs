using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Staff;

namespace PageWatch.Pipeline.Commands;

/// <summary>Who is worth a call, most first, each with three lines to know before one calls.</summary>
internal sealed class CallListCommand(IJourneyStore store, TimeProvider time) : ICommand
{
    private const int MostShown = 5;

    private const int MostLookedAt = 200;

    public CommandSpec Spec { get; } = new("call list", CommandWording.HelpCallList, Role.Viewer) { Example = "call list" };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var rows = await store.ListNudgesAsync(by.Team, new NudgeFilter(null, LiveOnly: true), MostLookedAt, cancellationToken);
        var files = await store.OpenNudgesAsync([.. rows.Select(row => row.Id)], by.Team, cancellationToken);
        var now = time.GetUtcNow();
        var worth = files.Select(file => (File: file, Worth: CallWorth.Of(file, now))).Where(each => each.Worth.Points > 0)
            .OrderByDescending(each => each.Worth.Points).ThenBy(each => each.File.Nudge!.Clock.PublishedAt).ToList();
        if (worth.Count == 0)
            return Answer.Done(CommandWording.CallListNone);
        var parts = new List<CardPart>();
        foreach (var (file, points) in worth.Take(MostShown))
        {
            var nudge = file.Nudge!;
            parts.Add(new CardPart.Line(
            [
                new Span.Strong($"{nudge.Id} · {string.Join(", ", points.Reasons)}"), new Span.Words(" · "), new Span.Outside(file.Watch.Page.Name), new Span.Words(" · "),
                nudge.State == NudgeState.Offline ? new Span.Words(Say.Talks(nudge.Contact!.Way, nudge.Contact.ByName)) : new Span.Ask(CommandWording.CallListTake, $"offline {nudge.Id} phone"),
                new Span.Words(" · "), new Span.Ask(Wording.Why, $"why {nudge.Id}"),
            ]));
            parts.Add(OfflineCards.Brief(file, nudge, nudge.Contact?.MayOffer ?? ""));
        }

        if (worth.Count > MostShown)
            parts.Add(Answer.Line(Say.It(CommandWording.CallListMore, Say.Number(worth.Count - MostShown))));
        return Answer.Done(Say.It(CommandWording.CallListTitle, Say.Number(worth.Count)), [.. parts]);
    }
}
