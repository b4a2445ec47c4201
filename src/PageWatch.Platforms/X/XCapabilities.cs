using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.X;

/// <summary>What can be done on an account's page.</summary>
internal static class XCapabilities
{
    /// <summary>Weighted, for an account without Premium: https://docs.x.com/fundamentals/counting-characters.</summary>
    public const int LongestPost = 280;

    /// <param name="writes">The keys are the account's own, and may write.</param>
    public static PageCapabilities Of(bool writes, XOptions options) => new()
    {
        // Who reads with an app's bearer gets no calls: X tells an account's mentions to its own keys only.
        ReadBy = writes ? ReadBy.Poll | ReadBy.Webhook : ReadBy.Poll,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.ByReadingAgain,
        Reply = writes ? ReplyMode.Threaded : ReplyMode.None,
        LongestReply = writes ? LongestPost : 0,
        LengthUnit = LengthUnit.Weighted,
        SettlingTime = writes ? options.SettlingTime : TimeSpan.Zero,
        CanReadBack = writes,
        CanDeleteOwnReply = writes,
    };
}
