using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The published replies of a team, found by the words of the posts that they answer.</summary>
public interface IPastReplies
{
    /// <summary>Replies to posts of the same language and intent that have the most of these words; a word that few of those posts have counts more.</summary>
    /// <param name="most">How many; of those that fit equally the latest.</param>
    /// <returns>The best first. What was erased is not among them.</returns>
    ValueTask<IReadOnlyList<SimilarReply>> FindAsync(TeamId team, PastKey key, int most, CancellationToken cancellationToken);
}

/// <summary>What a post is known by among those that were answered.</summary>
/// <param name="Language">A primary tag.</param>
/// <param name="Words">Folded, each once; without those that every text of the language has.</param>
public sealed record PastKey(string Language, Intent Intent, IReadOnlyList<string> Words);

/// <param name="Share">How much of what was asked for its post has, rare words counting more: 0 to 1.</param>
/// <param name="Shared">How many of the words.</param>
public sealed record SimilarReply(PastReply Reply, double Share, int Shared);
