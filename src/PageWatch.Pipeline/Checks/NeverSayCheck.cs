namespace PageWatch.Pipeline.Checks;

/// <summary>Words that the playbook forbids, in links as well.</summary>
internal static class NeverSayCheck
{
    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        if (occasion.Playbook.NeverSay.Count == 0)
            return [];
        var sayings = PlaybookSayings.Of(occasion.Playbook);
        var places = sayings.NeverSay.In(text.Words, alsoInLinks: true).Select(said => (Place: text.Place(said.First, said.Last), Instead: sayings.Instead[said.Tag])).ToList();
        if (places.Count == 0)
            return [];
        var changes = places.Where(each => each.Instead is not null).Select(each => (each.Place, TextMend.AsCapital(each.Instead!, text.Piece(each.Place)))).ToList();
        var mend = changes.Count == 0 ? null : TextMend.With(text.Text, changes);
        return places.Take(CheckedText.MostOfAKind).Select(each => new ReplyFinding(FindingKind.NeverSay, FindingLevel.Blocker,
            each.Instead is null ? CheckSay.It(CheckWording.NeverSay, CheckSay.Piece(text.Piece(each.Place))) : CheckSay.It(CheckWording.NeverSayInstead, CheckSay.Piece(text.Piece(each.Place)), CheckSay.Piece(each.Instead)),
            each.Place.Start, each.Place.Length, each.Instead is null ? null : mend));
    }
}
