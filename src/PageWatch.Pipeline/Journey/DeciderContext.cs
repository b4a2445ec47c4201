using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Checks;

namespace PageWatch.Pipeline.Journey;

/// <summary>What a decision may use besides the conversation.</summary>
internal sealed record DeciderContext(
    Watch Watch,
    RuleBook Rules,
    IReadOnlyList<StaffChannel> Channels,
    Playbook Playbook,
    IPostReader Reader,
    IDrafter Drafter,
    Func<Numbered, long> Next,
    DateTimeOffset Now)
{
    /// <summary>When the team is there.</summary>
    public BusinessHours Hours { get; init; } = BusinessHours.Always;

    /// <summary>Who of the team is called while nobody has a nudge, as a chain is printed; null for the usual one.</summary>
    public string? Chain { get; init; }

    /// <summary>What the team has left of its budgets; null where it keeps none.</summary>
    public NudgeBudget? Budget { get; init; }

    /// <summary>Accounts of the page that wrote there before, as far as they are spoken of; whoever is met here is added.</summary>
    public HashSet<string> KnownAuthors { get; init; } = [];

    /// <summary>Names of the team's members, folded; empty where no rule asks.</summary>
    public IReadOnlySet<string> StaffNames { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <param name="past">What the team answered to similar posts; null where nobody has looked.</param>
    /// <param name="contact">The talk off the page, where there was one.</param>
    public IReadOnlyList<DraftProposal> Propose(Post post, Reading reading, Contact? contact, IReadOnlyList<PastReply>? past = null) =>
        Drafter.Propose(new DraftRequest(post, reading, Watch.Page, Watch.Can, Playbook) { Past = past ?? [], Outcome = contact is { OwesClosingLine: true } ? contact.Outcome : null });

    /// <returns>The draft with what is found in its text.</returns>
    public Draft Look(Draft draft, Post post, Reading reading) => DraftChecks.Look(draft, new ReplyOccasion(post, reading, Watch.Page, Watch.Can, Playbook));
}
