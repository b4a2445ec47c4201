using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;

namespace PageWatch.Domain.Channels;

/// <summary>The nudge behind a card, not yet in words. What was erased is null; the rest is as hostile as the post it came from.</summary>
/// <param name="PageName">As people know the page.</param>
/// <param name="Author">Who wrote the post that a reply answers.</param>
/// <param name="Text">What was written; empty for a picture alone.</param>
/// <param name="DueAt">When the first public reply is owed; null when nothing is owed any more.</param>
/// <param name="Draft">The reply as it is proposed, or as it went out.</param>
public sealed record CardSubject(
    NudgeState State, NudgeKind Kind, NudgeReason? Reason, string PageName, Uri PageAddress, Author? Author, string? Text, Uri? Post, Uri? Reply, DateTimeOffset? DueAt, string? Draft);
