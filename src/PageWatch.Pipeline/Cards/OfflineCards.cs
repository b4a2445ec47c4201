using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>What somebody needs before talking to a person off the page.</summary>
internal static class OfflineCards
{
    private const int LongestStory = 200;

    /// <summary>Three lines: who this is, what happened, what we may offer.</summary>
    /// <param name="mayOffer">One line; empty where the playbook names nothing.</param>
    public static CardPart.Facts Brief(ConversationFile file, Nudge nudge, string mayOffer)
    {
        var focus = file.Focus;
        var who = new List<Span> { new Span.Outside(focus?.Author.Name ?? Author.Nobody.Name, IsStrong: true), new Span.Words(" · ") };
        if (file.History is { Before: > 0, Since: { } since })
        {
            who.Add(new Span.Words(Say.It(Wording.ContactSince, Say.Ordinal(file.History.Before + 1)) + " "));
            who.Add(new Span.Moment(since, Relative: false));
        }
        else
        {
            who.Add(new Span.Words(Wording.NewToUs));
        }

        var rows = new List<Fact> { new(Wording.BriefWho, who) };
        if (focus is { Standing: not PostStanding.Deleted })
        {
            rows.Add(new Fact(
                Wording.BriefWhat,
                [
                    new Span.Words(Say.Kind(nudge.Kind) + ", "), new Span.Moment(nudge.Clock.PublishedAt, Relative: true), new Span.Words(": "),
                    focus.IsOnlyPicture ? new Span.Words(Wording.OnlyPicture) : new Span.Outside(CleanText.Line(focus.Text, LongestStory)),
                ]));
        }

        rows.Add(new Fact(Wording.BriefOffer, [mayOffer.Length == 0 ? new Span.Words(Wording.BriefOfferNothing) : new Span.Outside(mayOffer)]));
        return new CardPart.Facts(rows);
    }

    /// <summary>Asks by when, for the member who takes it.</summary>
    public static Card Ask(ConversationFile file, Nudge nudge, ContactWay way, string mayOffer)
    {
        var name = ContactWords.NameOf(way);
        return new Card(
            Say.OfflineTitle(way),
            Tone.Calm,
            [
                Brief(file, nudge, mayOffer),
                .. way == ContactWay.PrivateMessage ? (CardPart[])[InboxLine(file)] : [],
                new CardPart.Line([new Span.Words(Say.It(Wording.OfflineNote, nudge.Id, name))]) { Soft = true },
            ],
            [
                When("1h", Wording.OfflineHour, ActionStyle.Main), When("4h", Wording.OfflineHours, ActionStyle.Normal), When("tomorrow", Wording.OfflineTomorrow, ActionStyle.Normal),
            ])
        {
            Fallback = Say.It(Wording.OfflineNote, nudge.Id, name),
        };

        CardAction When(string when, string label, ActionStyle style) => new(StaffVerbs.Offline, label, nudge.Id, nudge.Version) { Style = style, Argument = $"{name} {when}" };
    }

    /// <summary>Where the answer to a private message will be, which we cannot see.</summary>
    public static CardPart.Line InboxLine(ConversationFile file) =>
        new([new Span.Words(Wording.OfflineInboxBefore + " "), new Span.Outside(file.Watch.Page.Name), new Span.Words(" " + Wording.OfflineInboxAfter)]);

    /// <summary>The talk off the page that is to come: who, how, what to know.</summary>
    public static IEnumerable<CardPart> ToCome(ConversationFile file, Nudge nudge)
    {
        if (nudge is not { State: NudgeState.Offline, Contact: { } contact })
            yield break;
        var spans = new List<Span> { new Span.Strong(Say.Talks(contact.Way, contact.ByName)) };
        if (contact.TriedBefore > 0)
            spans.Add(new Span.Words(" · " + Say.It(Wording.ContactTries, contact.TriedBefore + 1)));
        if (contact.Note is { } note)
        {
            spans.Add(new Span.Words(" · "));
            spans.Add(new Span.Outside(CleanText.Line(note, 300)));
        }

        yield return new CardPart.Line(spans);
        yield return Brief(file, nudge, contact.MayOffer);
        if (contact.Way == ContactWay.PrivateMessage)
            yield return InboxLine(file);
    }

    /// <summary>How the talk went, on a card that is done.</summary>
    public static CardPart.Line? Ended(Nudge nudge)
    {
        if (nudge.Contact is not { Outcome: { } outcome } contact)
            return null;
        var way = Say.Way(contact.Way);
        return new CardPart.Line(
        [
            new Span.Words(outcome switch
            {
                ContactOutcome.Solved => Say.It(Wording.TalkedSolved, contact.ByName, way),
                ContactOutcome.Reached => Say.It(Wording.TalkedReached, contact.ByName, way),
                _ => Say.It(Wording.TalkedNot, contact.ByName, way),
            }),
        ]);
    }
}
