using PageWatch.Domain.Publishing;

namespace PageWatch.Pipeline.Checks;

/// <summary>Looks over a text before it may be published, whoever wrote it. Pure, in process, in time proportional to the text; never throws for one.</summary>
public static class ReplyChecks
{
    private static readonly Func<CheckedText, ReplyOccasion, IEnumerable<ReplyFinding>>[] All =
    [
        LengthCheck.In, HiddenCheck.In, SlotCheck.In, LeftoverCheck.In, PersonalCheck.In, LinkCheck.In, NeverSayCheck.In, InsultCheck.In, NameCheck.In,
        PromiseCheck.In, ApologyCheck.In, ShoutingCheck.In, LanguageCheck.In, EchoCheck.In,
    ];

    /// <param name="text">As it would be published.</param>
    /// <returns>In the order of the text, the graver first where two begin together; empty when there is nothing to say. At most twenty of a kind.</returns>
    public static IReadOnlyList<ReplyFinding> Of(string text, ReplyOccasion occasion)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(occasion);
        var found = Look(text, occasion);
        if (found.TrueForAll(finding => finding.Mend is null))
            return found;
        var tried = new Dictionary<string, List<ReplyFinding>>();
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i].Mend is { } mend && !Holds(found[i], found, After(mend)))
                found[i] = found[i] with { Mend = null };
        }

        return found;

        List<ReplyFinding> After(string mend) => tried.TryGetValue(mend, out var known) ? known : tried[mend] = Look(mend, occasion);
    }

    /// <summary>A mend is only offered when it mends, and leaves nothing behind that would be refused next: "See https://x.example." without its link may be nothing.</summary>
    private static bool Holds(ReplyFinding mended, List<ReplyFinding> before, List<ReplyFinding> after) =>
        !after.Exists(finding => finding.Kind == mended.Kind && finding.Reason == mended.Reason)
        && after.Where(finding => finding.Blocks).GroupBy(finding => finding.Kind)
            .All(kind => kind.Count() <= before.Count(finding => finding.Blocks && finding.Kind == kind.Key));

    private static List<ReplyFinding> Look(string text, ReplyOccasion occasion)
    {
        if (HiddenCheck.ShowsNothing(text))
            return [new ReplyFinding(FindingKind.Empty, FindingLevel.Blocker, CheckWording.Empty, 0, text.Length, null)];

        // What is longer is refused for its length, so that nothing goes out that was not looked at.
        var looked = text.Length > ReplyText.Longest ? new CheckedText(text[..ReplyText.Longest], IsCut: true) : new CheckedText(text, IsCut: false);
        var found = new List<ReplyFinding>();
        foreach (var check in All)
            found.AddRange(check(looked, occasion));
        if (looked.IsCut)
            found = found.ConvertAll(finding => finding with { Mend = null });
        return [.. found.OrderBy(finding => finding.Start).ThenByDescending(finding => finding.Level)];
    }
}
