using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Understanding.Measures;

/// <summary>A post of which only the words are known, as labelled files have them.</summary>
public static class BarePost
{
    /// <param name="language">A tag; "und" when it is not known.</param>
    public static Post Of(string text, string language) => new()
    {
        Id = new PostId(1),
        Team = TeamId.Default,
        Page = new PageId(1),
        NativeId = "1",
        Conversation = new ConversationId(1),
        Author = Author.Nobody,
        Text = text,
        LanguageHint = language == "und" ? null : language,
        PublishedAt = DateTimeOffset.UnixEpoch,
        SeenAt = DateTimeOffset.UnixEpoch,
        Revision = 1,
        Standing = PostStanding.Public,
    };
}
