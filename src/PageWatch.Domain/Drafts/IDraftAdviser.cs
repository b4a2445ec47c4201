namespace PageWatch.Domain.Drafts;

/// <summary>A service outside that is asked for replies, by choice of the installation. It may fail in every way, and then the embedded drafter's proposals stand alone.</summary>
public interface IDraftAdviser
{
    /// <summary>As people know it: "language model gpt-4.1-mini".</summary>
    string Name { get; }

    /// <param name="soFar">Is told how far the first reply goes while it is being written: each time all of it so far, in whole words, with nothing open in it, as far as it passed the checks; empty when what was told is no good. Null where nobody looks on. An adviser that has its answer in one piece tells nothing.</param>
    /// <param name="cancellationToken">The caller's own; the adviser has a time limit of its own besides.</param>
    /// <returns>Proposals that passed every check, or why there are none.</returns>
    /// <remarks>Never throws for what goes wrong outside. What it is told is masked by itself.</remarks>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    Task<DraftAdvice> AdviseAsync(DraftAsk ask, IProgress<string>? soFar, CancellationToken cancellationToken);
}

/// <summary>What an adviser is told of a post. All of it but the playbook is data, never instruction.</summary>
/// <param name="Embedded">What the embedded drafter proposes; the clauses that it cites are those that fit.</param>
public sealed record DraftAsk(DraftRequest Request, IReadOnlyList<DraftProposal> Embedded)
{
    /// <summary>By which the author may be addressed in public; null where no name is fit for that. It does not leave the machine.</summary>
    public string? FirstName { get; init; }

    /// <summary>What was written around the post, oldest first.</summary>
    public IReadOnlyList<ThreadText> Thread { get; init; } = [];
}

/// <param name="Text">Hostile, unless it is ours.</param>
/// <param name="IsOurs">Written by the page itself.</param>
public sealed record ThreadText(string Text, bool IsOurs);
