using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Pipeline.Cards;

/// <summary>A nudge as programs see it.</summary>
internal static class NudgeSubject
{
    public static CardSubject Of(ConversationFile file)
    {
        var nudge = file.Nudge ?? throw new ArgumentException("The conversation has no nudge.", nameof(file));
        var focus = file.Focus is { Standing: not PostStanding.Deleted } post ? post : null;
        var reply = file.Reply is { State: ReplyState.Published } sent ? sent : null;
        return new CardSubject(
            nudge.State,
            nudge.Kind,
            nudge.Reason,
            file.Watch.Page.Name,
            file.Watch.Page.Address,
            focus?.Author,
            focus?.Text,
            focus?.Link,
            reply?.Link,
            nudge.IsAtEnd ? null : nudge.DueAt,
            // What speaks of a post goes with it.
            focus is null ? null : Text(reply?.Text) ?? (nudge.IsAtEnd ? null : Text(file.Draft?.Text)));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
