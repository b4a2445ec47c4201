using PageWatch.Domain.Drafts;

namespace PageWatch.Pipeline.Checks;

/// <summary>Looks over the text of a draft, and mends it.</summary>
internal static class DraftChecks
{
    /// <summary>Mends follow one another where one mend lets another be seen; a text needs two or three at most.</summary>
    private const int MostMends = 8;

    /// <returns>The draft with what is found in its text.</returns>
    public static Draft Look(Draft draft, ReplyOccasion occasion) => draft with
    {
        Findings = draft.Text.Length == 0 ? [] : [.. ReplyChecks.Of(draft.Text, occasion).Select(Noted).Distinct()],
    };

    /// <summary>All mends that there are for what blocks; where nothing blocks, for what is warned of.</summary>
    /// <returns>The same text where there is nothing to mend.</returns>
    public static string Mend(string text, ReplyOccasion occasion)
    {
        for (var mends = 0; mends < MostMends; mends++)
        {
            var found = ReplyChecks.Of(text, occasion);
            var blocks = found.Any(finding => finding.Blocks);
            if (found.FirstOrDefault(finding => finding.Mend is not null && finding.Blocks == blocks) is not { Mend: { } mended } || mended == text)
                break;
            text = mended;
        }

        return text;
    }

    private static DraftFinding Noted(ReplyFinding finding) => new(finding.Blocks, finding.Reason, finding.Mend is not null);
}
