using PageWatch.Domain.Publishing;

namespace PageWatch.Pipeline.Checks;

/// <summary>Links lead to the page itself and to where the playbook sends people, and nowhere else.</summary>
internal static class LinkCheck
{
    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        if (text.Links.Count == 0)
            return [];
        var strange = text.Links.Where(link => !IsAllowed(link, occasion)).ToList();
        if (strange.Count == 0)
            return [];
        var mend = TextMend.With(text.Text, [.. strange.Select(link => (new TextPlace(link.Start, link.Length), ""))]);
        return strange.Take(CheckedText.MostOfAKind)
            .Select(link => new ReplyFinding(FindingKind.Link, FindingLevel.Blocker, CheckSay.It(CheckWording.Link, CheckSay.Piece(link.Host)), link.Start, link.Length, mend));
    }

    public static bool IsAllowed(TextLink link, ReplyOccasion occasion) => link.IsWeb
        && ((occasion.Page.Address is { IsAbsoluteUri: true } page && PlaybookSayings.Bare(link.Host) == PlaybookSayings.Bare(page.Host.ToLowerInvariant()))
            || PlaybookSayings.Of(occasion.Playbook).Allows(link));
}
