using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Staff;

/// <summary>
/// Calls the colleague whom a nudge is offered to. The card says it too, but a card that changes in its place rings for nobody: what calls is a message of its own, closed when
/// the offer is over.
/// </summary>
internal static class HandoverCall
{
    private const int LongestRecap = 300;

    /// <summary>Adds what staff are told of a step of a nudge: a new offer, or the end of one.</summary>
    public static void AddTo(StateChange change, TeamId team, Nudge before, Nudge next, DateTimeOffset now)
    {
        if (Offers.Open(next) is { } offer && offer != Offers.Open(before))
            change.Notices.Add(Of(team, next, offer, now));
        OpenCalls.CloseIn(change, team, before, next, now);
    }

    private static Notice Of(TeamId team, Nudge nudge, Handover offer, DateTimeOffset now)
    {
        var says = offer.Recap.Length == 0 ? Say.It(Wording.HandoverCallBare, offer.ByName) : Say.It(Wording.HandoverCall, offer.ByName, CleanText.Line(offer.Recap, LongestRecap));
        return new Notice(team, Offers.Key(nudge.Id), Say.It(Wording.HandoverCallTitle, Say.Kind(nudge.Kind), nudge.Id, offer.ToName), says, Tone.Soon, now)
        {
            Calls = [offer.To],
            Asks =
            [
                new NoticeAsk(Wording.ActionAccept, $"{StaffVerbs.Accept} {nudge.Id}"),
                new NoticeAsk(Wording.ActionDecline, $"{StaffVerbs.Decline} {nudge.Id}"),
                new NoticeAsk(Wording.Why, $"{StaffVerbs.Why} {nudge.Id}"),
            ],
            WhenOver = Say.It(Wording.HandoverCallOver, says),
            Nudge = nudge.Id,
        };
    }
}
