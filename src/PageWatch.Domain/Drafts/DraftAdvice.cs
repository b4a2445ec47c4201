namespace PageWatch.Domain.Drafts;

/// <summary>What an adviser answers to one asking.</summary>
public abstract record DraftAdvice
{
    private const int Most = 3;

    private DraftAdvice()
    {
    }

    /// <summary>Proposals that were made and may not be shown.</summary>
    public IReadOnlyList<DroppedProposal> Dropped { get; init; } = [];

    /// <summary>What stands on the card: of each kind the adviser's proposal where there is one, else the embedded; in the embedded drafter's order, at most three.</summary>
    public IReadOnlyList<DraftProposal> Beside(IReadOnlyList<DraftProposal> embedded)
    {
        if (this is not Given { Proposals: var advised })
            return embedded;
        var together = embedded.Select(own => advised.FirstOrDefault(each => each.Kind == own.Kind) ?? own);
        return [.. together.Concat(advised).Distinct().Take(Most)];
    }

    /// <param name="Why">In words for people, to follow a colon: "no answer in time", "the content filter stopped the answer".</param>
    public sealed record NotGiven(string Why) : DraftAdvice;

    /// <param name="Proposals">One to three, each of another kind, each within the page's length.</param>
    public sealed record Given(IReadOnlyList<DraftProposal> Proposals) : DraftAdvice;
}

/// <summary>A proposal that did not pass; its text is not kept.</summary>
/// <param name="Why">In words for people, to follow "the reply": "speaks of money or gifts ('refund')", "holds a link that is not ours".</param>
public sealed record DroppedProposal(ProposalKind Kind, string Why);
