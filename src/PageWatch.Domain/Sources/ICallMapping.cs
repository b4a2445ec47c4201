using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Sources;

/// <summary>A platform whose calls look as their sender likes: how they are proven, and where in them a post stands, is for the user to say.</summary>
public interface ICallMapping
{
    PlatformId Platform { get; }

    PageCapabilities Can { get; }

    /// <summary>How a call can be proven, the one that is taken when nobody says first.</summary>
    IReadOnlyList<CallProof> Proofs { get; }

    /// <summary>What a page's calls are proven by.</summary>
    CallProof ProofOf(Page page);

    /// <summary>Lays what was typed over what a page has.</summary>
    /// <param name="settings">The page's; empty for a new one.</param>
    MappingChange Change(IReadOnlyDictionary<string, string> settings, MappingWish wish);

    /// <returns>Why a secret cannot be used, with the mend; null when it can.</returns>
    string? ProblemWith(string secret, CallProof proof);

    /// <summary>What would come of a call, field by field. Keeps nothing, and never throws for what the call holds.</summary>
    CallTrial Try(WebhookCall call, Page page);
}

/// <summary>A way to prove a call.</summary>
/// <param name="Name">As it is typed: "github".</param>
/// <param name="Help">What the sender does, in a line.</param>
public sealed record CallProof(string Name, string Help)
{
    /// <summary>Takes any call: only the unguessable address stands guard.</summary>
    public bool ProvesNothing { get; init; }
}

/// <summary>What a user typed about a page's calls.</summary>
/// <param name="Proof">Null to keep.</param>
/// <param name="Header">The header that holds the proof, where the sender has a name of its own for it; null to keep.</param>
/// <param name="Maps">Each <c>field=place</c>.</param>
public sealed record MappingWish(string? Proof, string? Header, IReadOnlyList<string> Maps);

/// <param name="Settings">All that the page has from now on.</param>
/// <param name="Reads">Which field is read from where, in order, for the user to check.</param>
/// <param name="Problem">What was wrong, where, and the mend; null when all was understood.</param>
public sealed record MappingChange(IReadOnlyDictionary<string, string> Settings, IReadOnlyList<(string Field, string From)> Reads, string? Problem);

/// <param name="Problem">Why nothing could be read of the whole call, with the mend; null when something could be tried.</param>
public sealed record CallTrial(IReadOnlyList<TriedPost> Posts, string? Problem);

/// <summary>One post of a tried call.</summary>
/// <param name="Becomes">What it would be taken for, in our words: "a post", "deleted", "ignored: …".</param>
/// <param name="Seen">The post; null when it is none, or cannot be read.</param>
/// <param name="Problem">Why it cannot be read, with the mend; null when it can.</param>
public sealed record TriedPost(string Becomes, PostSnapshot? Seen, IReadOnlyList<TriedField> Fields, string? Problem);

/// <param name="From">Where it was looked for.</param>
/// <param name="Value">Hostile text; null when nothing was there.</param>
/// <param name="Problem">What is wrong with what was there; null when nothing is.</param>
public sealed record TriedField(string Name, string From, string? Value, string? Problem);
