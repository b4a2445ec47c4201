using System.Globalization;
using PageWatch.Domain.Drafts;
using PageWatch.Pipeline.Checks;

namespace PageWatch.Pipeline.Drafts;

/// <summary>Makes a proposal of what the team answered to a similar post.</summary>
internal static class PastDraft
{
    /// <returns>Null where no reply fits whoever is answered now, or where it is the playbook's turn: two neighbours must not read the same sentence.</returns>
    public static DraftProposal? Of(DraftRequest request)
    {
        if (request.Past.Count == 0)
            return null;
        var occasion = ReplyOccasion.Of(request);
        var fitting = request.Past.Select(past => (Past: past, Text: Adapted(past.Reply, request, occasion))).Where(each => each.Text is not null).DistinctBy(each => each.Text).ToList();
        if (fitting.Count == 0)
            return null;
        var turns = fitting.Count == 1 ? 2 : fitting.Count;
        var turn = (int)((ulong)request.Post.Id.Value % (ulong)turns);
        if (turn >= fitting.Count)
            return null;
        var (taken, text) = fitting[turn];
        var source = string.Create(CultureInfo.InvariantCulture, $"an answer by {taken.ByName} of {taken.At:d MMM yyyy}");
        return new DraftProposal(ProposalKind.Reply, text!, request.Reading.Language, source);
    }

    /// <summary>With the name of whoever is answered now; null where more than the name would have to change.</summary>
    private static string? Adapted(string reply, DraftRequest request, ReplyOccasion occasion)
    {
        var found = ReplyChecks.Of(reply, occasion);
        if (found.FirstOrDefault(finding => finding is { Kind: FindingKind.WrongName, Mend: not null }) is { Mend: { } mended })
        {
            reply = mended;
            found = ReplyChecks.Of(reply, occasion);
        }

        // Of another language than the post's: it was the right answer to somebody else.
        var isOfAnother = found.Any(finding => finding.Blocks || finding.Kind == FindingKind.WrongLanguage);
        return isOfAnother || !PlaybookDrafter.Fits(reply, request.Can) ? null : reply;
    }
}
