using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Publishing;

/// <summary>Puts replies on the pages of one platform, and looks what stands there.</summary>
/// <remarks>Does not store, retry or wait: Publishing does. Only called for a reply that a named person let out.</remarks>
public interface IReplyPublisher
{
    PlatformId Platform { get; }

    /// <summary>Looks at the post just before a reply is sent.</summary>
    /// <exception cref="PlatformException">The platform could not be asked.</exception>
    ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken);

    /// <summary>Hands the reply over, once.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformException.MayHaveActed"/> says whether the reply may stand on the page all the same.</exception>
    ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken);

    /// <summary>Looks for a reply whose answer was lost: ours, under that post, with that text, since it was sent.</summary>
    /// <returns>Null when it is not there. Only asked after the settling time, and only where the page can be read back.</returns>
    /// <exception cref="PlatformException">The platform could not be asked.</exception>
    ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken);

    /// <summary>Takes back a reply of ours. No error when it is gone already.</summary>
    /// <exception cref="PlatformException">The platform refused or could not be asked.</exception>
    ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken);
}

/// <summary>The post that a reply answers.</summary>
public sealed record ReplyTarget(string NativeId, string? ThreadNativeId);

/// <param name="Text">Plain text, exactly as approved; the publisher escapes it for its platform.</param>
public sealed record OutgoingReply(ReplyTarget Target, string Text);

/// <summary>The post just before sending.</summary>
/// <param name="Post">As it stands; null when it is not there any more.</param>
/// <param name="OwnReplies">What the page itself wrote under it, oldest first.</param>
public sealed record TargetNow(PostSnapshot? Post, IReadOnlyList<FoundReply> OwnReplies);

/// <summary>A reply of ours on the page.</summary>
/// <param name="Text">Plain text, as the page shows it.</param>
/// <param name="Held">Waits for the page's moderation.</param>
public sealed record FoundReply(string NativeId, string Text, Uri? Link, DateTimeOffset? PublishedAt, bool Held);

/// <summary>What the platform said to a reply that was handed over.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <param name="PublishedAt">By the platform's clock; null where it does not tell.</param>
    public sealed record Published(string NativeId, Uri? Link, DateTimeOffset? PublishedAt) : PublishOutcome;

    /// <summary>Taken, and kept back by the page's moderation.</summary>
    public sealed record Held(string NativeId, Uri? Link) : PublishOutcome;

    /// <summary>Refused for good, with the platform's reason in words.</summary>
    public sealed record Refused(string Reason) : PublishOutcome;
}
