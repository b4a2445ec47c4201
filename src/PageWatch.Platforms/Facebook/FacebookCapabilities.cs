using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>What can be done on a Page.</summary>
internal static class FacebookCapabilities
{
    public static PageCapabilities Of(bool mayWrite, FacebookOptions options) => new()
    {
        ReadBy = ReadBy.Poll,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.ByReadingAgain,
        Reply = mayWrite ? ReplyMode.Threaded : ReplyMode.None,
        LongestReply = mayWrite ? options.LongestReply : 0,
        SettlingTime = mayWrite ? options.SettlingTime : TimeSpan.Zero,
        CanReadBack = mayWrite,
        CanDeleteOwnReply = mayWrite,
    };
}
