namespace PageWatch.Domain.Posts;

/// <summary>
/// What a report about a post means for what we know of it. Reports repeat, come late and out of order: the platform's own order of versions
/// decides where it has one, the order of arrival where it has none, and an unchanged text changes nothing (promise 2).
/// </summary>
public static class PostHistory
{
    /// <summary>A time further ahead of ours than this is wrong rather than slow: the post then counts as written when it was seen.</summary>
    public static readonly TimeSpan FutureAllowed = TimeSpan.FromMinutes(10);

    /// <summary>A post (or a version of it) was seen.</summary>
    /// <param name="known">What we know under this native id; null when nothing, a tombstone when it was deleted.</param>
    /// <param name="baselineBefore">Posts written before this are old already when the watch begins.</param>
    /// <param name="undatedIsBaseline">The first look at a page: what carries no time counts as old.</param>
    public static PostChange Seen(
        Post? known, PostSnapshot seen, NewPost identity, DateTimeOffset seenAt, DateTimeOffset baselineBefore, bool undatedIsBaseline)
    {
        if (known is null)
        {
            var published = seen.PublishedAt is { } told && told <= seenAt + FutureAllowed ? told : seenAt;
            var post = new Post
            {
                Id = identity.Id,
                Team = identity.Team,
                Page = identity.Page,
                NativeId = seen.NativeId,
                Conversation = identity.Conversation,
                ParentNativeId = seen.ParentNativeId,
                Author = Clean(seen.Author),
                Text = CleanText.Of(seen.Text, PostSnapshot.LongestText),
                Title = seen.Title is null ? null : CleanText.Line(seen.Title, 300),
                Under = seen.Under is null ? null : CleanText.Line(seen.Under, 300),
                PublishedAt = published > seenAt ? seenAt : published,
                SeenAt = seenAt,
                Revision = 1,
                RevisionMark = seen.RevisionMark,
                Standing = seen.Standing,
                IsOurs = seen.IsOurs,
                IsBaseline = seen.PublishedAt is null ? undatedIsBaseline : published < baselineBefore,
                Link = seen.Link,
                Stars = seen.Stars,
                LanguageHint = seen.LanguageHint,
                Attachments = seen.Attachments,
            };
            return new PostChange.Created(post);
        }

        if (IsOldNews(known, seen.RevisionMark))
            return PostChange.None;

        if (known.Standing == PostStanding.Deleted)
        {
            // Its author took it back. Only a version that the platform itself calls newer brings it back; a late repeat does not.
            if (seen.RevisionMark is not { } mark || known.RevisionMark is not { } deletedAt || mark <= deletedAt)
                return PostChange.None;
        }

        var text = CleanText.Of(seen.Text, PostSnapshot.LongestText);
        var title = seen.Title is null ? null : CleanText.Line(seen.Title, 300);
        var next = known with
        {
            Text = text,
            Title = title,
            Author = Clean(seen.Author),
            Standing = seen.Standing,
            Stars = seen.Stars,
            Attachments = seen.Attachments,
            Link = seen.Link ?? known.Link,
            Under = seen.Under is null ? known.Under : CleanText.Line(seen.Under, 300),
            RevisionMark = seen.RevisionMark ?? known.RevisionMark,
            IsOurs = known.IsOurs || seen.IsOurs,
        };

        var saysElse = text != known.Text || title != known.Title || seen.Stars != known.Stars || !next.Attachments.SequenceEqual(known.Attachments);
        if (saysElse)
        {
            next = next with { Revision = known.Revision + 1 };
            return !known.IsPublic && next.IsPublic ? new PostChange.Appeared(known, next) : new PostChange.Edited(known, next);
        }

        if (known.Standing != next.Standing)
            return next.IsPublic ? new PostChange.Appeared(known, next) : new PostChange.Withheld(known, next);

        // Nothing that people would notice; a newer mark is still worth keeping, so that an older version cannot follow it.
        return next.RevisionMark != known.RevisionMark ? new PostChange.Marked(known, next) : PostChange.None;
    }

    /// <summary>Its author took the post back, or the page erased it for good. Without a known post the result is a tombstone, so that a late "seen" does not revive it.</summary>
    public static PostChange Deleted(Post? known, long? mark, NewPost identity, string nativeId, DateTimeOffset seenAt)
    {
        if (known is { Standing: PostStanding.Deleted } || (known is not null && IsOldNews(known, mark)))
            return PostChange.None;
        var emptied = (known ?? Tombstone(identity, nativeId, seenAt)) with
        {
            Author = Author.Nobody,
            Text = "",
            Title = null,
            Under = null,
            Link = null,
            Attachments = [],
            Standing = PostStanding.Deleted,
            RevisionMark = mark ?? known?.RevisionMark,
            Revision = (known?.Revision ?? 0) + 1,
        };
        return new PostChange.Deleted(known, emptied);
    }

    /// <summary>The post is no longer there, and not by its author's hand.</summary>
    public static PostChange Gone(Post? known, long? mark) =>
        known is null or { Standing: PostStanding.Deleted or PostStanding.Gone } || IsOldNews(known, mark)
            ? PostChange.None
            : new PostChange.Withheld(known, known with { Standing = PostStanding.Gone, RevisionMark = mark ?? known.RevisionMark });

    private static bool IsOldNews(Post known, long? mark) => mark is { } told && known.RevisionMark is { } latest && told < latest;

    private static Author Clean(Author author)
    {
        var name = CleanText.Line(author.Name, Author.LongestName);
        return author with { Name = name.Length == 0 ? Author.Nobody.Name : name };
    }

    private static Post Tombstone(NewPost identity, string nativeId, DateTimeOffset seenAt) => new()
    {
        Id = identity.Id,
        Team = identity.Team,
        Page = identity.Page,
        NativeId = nativeId,
        Conversation = identity.Conversation,
        Author = Author.Nobody,
        Text = "",
        PublishedAt = seenAt,
        SeenAt = seenAt,
        Revision = 0,
        Standing = PostStanding.Deleted,
    };
}

/// <summary>The numbers a post gets if it turns out to be new.</summary>
public readonly record struct NewPost(PostId Id, Teams.TeamId Team, PageId Page, ConversationId Conversation);

/// <summary>What a report changed.</summary>
public abstract record PostChange
{
    private PostChange()
    {
    }

    /// <summary>A repeat, or older than what we know.</summary>
    public static PostChange None { get; } = new Nothing();

    public sealed record Nothing : PostChange;

    public sealed record Created(Post Post) : PostChange;

    /// <summary>It says something else now, and stands where it stood.</summary>
    public sealed record Edited(Post Before, Post After) : PostChange;

    /// <summary>Held or gone before, public now.</summary>
    public sealed record Appeared(Post Before, Post After) : PostChange;

    /// <summary>Public before; held or gone now.</summary>
    public sealed record Withheld(Post Before, Post After) : PostChange;

    /// <summary>Only the platform's version mark moved.</summary>
    public sealed record Marked(Post Before, Post After) : PostChange;

    /// <param name="Before">Null when the delete came before the post.</param>
    public sealed record Deleted(Post? Before, Post After) : PostChange;
}
