using PageWatch.Domain.Drafts;

namespace PageWatch.Domain.Publishing;

/// <summary>What a reply was before a person made it theirs. Kept beside the reply's text and erased with it.</summary>
/// <param name="Kind">What the proposal was for.</param>
/// <param name="Text">As it was proposed, name and nouns filled in.</param>
/// <param name="Language">The language it was proposed in.</param>
/// <param name="Source">As the card told it.</param>
/// <param name="Clause">Null where the words were not the playbook's: a language model's, those of an earlier answer.</param>
public sealed record ReplyOrigin(ProposalKind Kind, string Text, string Language, string Source, CitedClause? Clause)
{
    /// <returns>Null where nobody knows what the draft began as.</returns>
    public static ReplyOrigin? Of(Draft draft) =>
        draft.Origin is { } began ? new ReplyOrigin(began.Kind, began.Text, began.Language, began.Source, began.Clause) : null;
}
