using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Staff;

/// <summary>Offers the replies that a team keeps ready for one post, and fills the one that somebody takes.</summary>
internal sealed class CannedDesk(ICannedReplies canned, PlaybookShelf playbooks)
{
    /// <summary>Of more at once nobody reads on; the command has them all.</summary>
    private const int MostOffered = 8;

    /// <summary>So much of a reply tells it from the others.</summary>
    private const int FirstWords = 60;

    /// <summary>A private card with a button for each reply that has not expired: those in the post's language first, then those that fit any.</summary>
    public async ValueTask<Card> OfferAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var language = ReadingOf(work)?.Language ?? LanguageTag.Unknown;
        var all = await canned.OfTeamAsync(work.File.Team, cancellationToken);
        var usable = all.Where(reply => !reply.IsExpired(work.Now)).OrderBy(reply => reply switch
        {
            { Language: null } => 1,
            { Language: { } tag } when LanguageTag.AreAlike(tag, language) => 0,
            _ => 2,
        }).ToList();
        var says = usable.Count switch
        {
            0 => all.Count == 0 ? Wording.CannedNone : Wording.CannedAllExpired,
            > MostOffered => Say.It(Wording.CannedMore, usable.Count - MostOffered, work.Nudge.Id),
            _ => Wording.CannedHow,
        };
        return new Card(
            Wording.CannedTitle,
            Tone.Calm,
            [new CardPart.Line([new Span.Words(says)])],
            [
                .. usable.Take(MostOffered).Select(reply => new CardAction(
                    StaffVerbs.Canned, Say.It(Wording.CannedButton, reply.Name, CleanText.Line(reply.Text, FirstWords)), work.Nudge.Id, work.Nudge.Version) { Argument = reply.Name }),
            ])
        {
            Fallback = $"{Wording.CannedTitle}: {says}",
        };
    }

    /// <returns>The reply that the click names, as it would stand under the post; or why it is not used.</returns>
    public async ValueTask<(string? Text, string? Refused)> FillAsync(StaffWork work, CancellationToken cancellationToken)
    {
        var name = work.Click.Argument ?? "";
        if (await canned.FindAsync(work.File.Team, name, cancellationToken) is not { } reply)
            return (null, Say.It(Wording.RefusedNoCanned, CleanText.Line(name, 40)));
        if (reply.IsExpired(work.Now))
            return (null, Say.It(Wording.RefusedCannedExpired, reply.Name, Say.Moment(reply.ExpiresAt), reply.OwnerName));
        if (work.File.Focus is not { Standing: not PostStanding.Deleted } focus)
            return (null, Wording.PostTakenBack);
        var reading = ReadingOf(work);
        var values = ReplySlots.Of(focus, reading, work.File.Watch.Page, reply.Language ?? reading?.Language ?? LanguageTag.Unknown);
        var signOff = ReplySlots.SignOff(await playbooks.OfAsync(work.File.Team, cancellationToken), values);
        // A sentence that is about what the post does not say stays open there, and the checks hold it until somebody has filled it in.
        foreach (var slot in ReplyTemplate.Slots.Where(slot => ReplyTemplate.Needs(reply.Text, slot) && !values.ContainsKey(slot)).ToList())
            values[slot] = slot;
        var text = ReplyTemplate.Fill(reply.Text, values);
        var signed = text + signOff;
        return (text.EndsWith(signOff.Trim(), StringComparison.Ordinal) || !PlaybookDrafter.Fits(signed, work.File.Watch.Can) ? text : signed, null);
    }

    private static Reading? ReadingOf(StaffWork work) => work.File.Focus is { } focus ? work.File.Readings.GetValueOrDefault(focus.Id) : null;
}
