using PageWatch.Domain.Drafts;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Journey;

/// <summary>A conversation and what a decision about it needs to know, as it was when it was opened.</summary>
public sealed record ConversationFile
{
    public required ConversationId Id { get; init; }

    public required TeamId Team { get; init; }

    public required Watch Watch { get; init; }

    /// <summary>Native id of the post at its root.</summary>
    public required string RootNativeId { get; init; }

    /// <summary>Grows with every change; whoever saves with an older number is refused, so that nothing overtakes (design §3).</summary>
    public required long Fence { get; init; }

    /// <summary>Not stored yet.</summary>
    public bool IsNew { get; init; }

    /// <summary>The latest nudge, at its end or not; null when there never was one.</summary>
    public Nudge? Nudge { get; init; }

    public Draft? Draft { get; init; }

    /// <summary>What was promised about the nudge, in the order in which it was said; those that were dropped too.</summary>
    public IReadOnlyList<Promise> Promises { get; init; } = [];

    /// <summary>Replies of the conversation, newest first.</summary>
    public IReadOnlyList<Reply> Replies { get; init; } = [];

    /// <summary>
    /// The posts that were asked for, the nudge's posts with what they answer, and the page's own posts in the conversation, by native id.
    /// </summary>
    public IReadOnlyDictionary<string, Post> Posts { get; init; } = System.Collections.Frozen.FrozenDictionary<string, Post>.Empty;

    /// <summary>The conversation has no nudge after <see cref="Nudge"/>.</summary>
    public bool IsLatest { get; init; } = true;

    /// <summary>Readings of <see cref="Posts"/>.</summary>
    public IReadOnlyDictionary<PostId, Reading> Readings { get; init; } = System.Collections.Frozen.FrozenDictionary<PostId, Reading>.Empty;

    /// <summary>Public posts of the focus's author on this page before this one, and the first of them; for "third time since March".</summary>
    public AuthorHistory History { get; init; } = new(0, null);

    /// <summary>The team keeps replies ready, expired ones included.</summary>
    public bool HasCanned { get; init; }

    public Post? Post(PostId id) => Posts.Values.FirstOrDefault(post => post.Id == id);

    public Post? Focus => Nudge is null ? null : Post(Nudge.Focus);

    /// <summary>The reply that the nudge is about: on its way, on the page, or refused.</summary>
    public Reply? Reply => Nudge?.Reply is { } number ? Replies.FirstOrDefault(reply => reply.Id.Value == number) : null;
}

/// <param name="Before">How many earlier posts.</param>
/// <param name="Since">The first of them; null when there is none.</param>
public sealed record AuthorHistory(int Before, DateTimeOffset? Since);
