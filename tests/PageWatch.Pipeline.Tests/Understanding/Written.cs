using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Tests.Understanding;

/// <summary>Posts as somebody wrote them, and what the starter reader makes of them.</summary>
internal static class Written
{
    public static StarterReader Reader { get; } = new();

    public static Post Post(string text, long id = 7) => new()
    {
        Id = new PostId(id),
        Team = TeamId.Default,
        Page = new PageId(3),
        NativeId = "native-7",
        Conversation = new ConversationId(7),
        Author = new Author("u-1", "Ana Souza"),
        Text = text,
        PublishedAt = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        SeenAt = new DateTimeOffset(2026, 3, 2, 9, 1, 0, TimeSpan.Zero),
        Revision = 2,
        Standing = PostStanding.Public,
    };

    public static Reading Read(string text) => Reader.Read(Post(text));
}
