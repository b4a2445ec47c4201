using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Drafts;

/// <summary>The reply proposed on a nudge's card: what we could say, and what a person made of it.</summary>
public sealed record Draft
{
    public required NudgeId Nudge { get; init; }

    /// <summary>The post and the version of it that the proposals answer.</summary>
    public required PostId For { get; init; }

    public required int ForRevision { get; init; }

    /// <summary>Up to three; empty where nothing can be published (a page that is only read still gets one, to copy).</summary>
    public required IReadOnlyList<DraftProposal> Proposals { get; init; }

    /// <summary>Which proposal stands on the card.</summary>
    public int Chosen { get; init; }

    /// <summary>What would be published now.</summary>
    public required string Text { get; init; }

    /// <summary>Who changed the words; null while they are the proposal's.</summary>
    public MemberId? EditedBy { get; init; }

    public string? EditedByName { get; init; }

    /// <summary>What it said before somebody changed the words last; null while nobody has.</summary>
    public string? Before { get; init; }

    /// <summary>What colleagues would say instead, one each, oldest first; settled when one text is approved.</summary>
    public IReadOnlyList<DraftSuggestion> Suggestions { get => field ?? []; init; } = [];

    /// <summary>The proposal that the person's words began as; null while nobody changed any, where they began as the answer to another post, and where an older program did not note it.</summary>
    public DraftProposal? Begun { get; init; }

    /// <summary>Why an adviser that was asked gave no proposals, in words for people; empty when it gave some, null when nobody was asked.</summary>
    public string? NoAdvice { get; init; }

    /// <summary>Why the text may no longer fit; null when it does (promise 10).</summary>
    public DraftStaleness? Stale { get; init; }

    /// <summary>What was found when the text was looked over, in its order; looked for anew before it is published.</summary>
    public IReadOnlyList<DraftFinding> Findings { get => field ?? []; init; } = [];

    /// <summary>The proposal that the text came from; null when there are none.</summary>
    public DraftProposal? Proposal => Chosen < Proposals.Count ? Proposals[Chosen] : null;

    /// <summary>What the words began as, whoever changed them and whatever was proposed since; null where nobody knows.</summary>
    public DraftProposal? Origin => EditedBy is null ? Proposal : Begun;
}

/// <summary>What a colleague would say, put beside the draft of whoever has the nudge.</summary>
/// <param name="For">The post that it answers.</param>
/// <param name="ForRevision">The version of it that the colleague saw; 0 where that is not known.</param>
public sealed record DraftSuggestion(MemberId By, string ByName, string Text, PostId For, int ForRevision, DateTimeOffset At);

/// <summary>Something in a text that a person should know before it is published.</summary>
/// <param name="Blocks">Nothing is published before it is mended.</param>
/// <param name="Reason">In words for people.</param>
/// <param name="CanMend">One click mends it.</param>
public sealed record DraftFinding(bool Blocks, string Reason, bool CanMend);

/// <summary>One way to answer.</summary>
/// <param name="Language">The language it is written in.</param>
/// <param name="Source">Where it comes from, in words for people: the playbook's clause it follows.</param>
public sealed record DraftProposal(ProposalKind Kind, string Text, string Language, string Source)
{
    /// <summary>The clause of the team's playbook whose sentence it is; null where the words are not the playbook's.</summary>
    public CitedClause? Clause { get; init; }
}

/// <summary>A clause as it was when it was followed.</summary>
/// <param name="Number">Its place in the text then: it moves when clauses before it come and go.</param>
/// <param name="Title">What tells it from others.</param>
public sealed record CitedClause(int Number, string Title);

/// <summary>Stored by name: never rename without a migration.</summary>
public enum ProposalKind
{
    Reply,

    /// <summary>Asks what is meant.</summary>
    Clarify,

    /// <summary>Invites to talk in private.</summary>
    Offline,

    /// <summary>Says in public how a talk in private ended.</summary>
    Closing,
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum DraftStaleness
{
    /// <summary>The author changed the post after the draft was made.</summary>
    PostEdited,

    /// <summary>The author wrote again after the draft was made.</summary>
    AuthorWroteAgain,
}
