using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>Pages with one place for an answer, as under a review: publishing there again is a change of what stands there.</summary>
internal static class OneSlot
{
    /// <returns>What a further reply to the focus would take the place of; null where it takes no other's place.</returns>
    public static Reply? StandingIn(ConversationFile file) => file.Watch.Can.Reply != ReplyMode.SingleSlot
        ? null
        : file.Replies.FirstOrDefault(reply => reply.State == ReplyState.Published && reply.TargetNativeId == file.Focus?.NativeId);
}
