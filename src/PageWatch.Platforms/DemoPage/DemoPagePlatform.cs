using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.DemoPage;

/// <summary>What holds for every demo page.</summary>
internal static class DemoPagePlatform
{
    public static PlatformId Id { get; } = new("demo");

    /// <summary>The secret of a page that opens its API.</summary>
    public const string Token = "token";

    /// <summary>What helps when the page refuses us.</summary>
    public const string Mend = "Give the page's API key as \"token\".";

    /// <summary>With the page's key.</summary>
    public static PageCapabilities WithKey { get; } = new()
    {
        ReadBy = ReadBy.Poll | ReadBy.Webhook,
        Edits = ChangesSeen.Told,
        Deletes = ChangesSeen.Told,
        Reply = ReplyMode.Threaded,
        LongestReply = 10_000,
        LengthUnit = LengthUnit.Characters,
        CanReadBack = true,
        CanDeleteOwnReply = true,
        SettlingTime = TimeSpan.FromSeconds(2),
    };

    /// <summary>Without it the page tells us what it likes, and we can ask it nothing.</summary>
    public static PageCapabilities WithoutKey { get; } = new()
    {
        ReadBy = ReadBy.Webhook,
        Edits = ChangesSeen.Told,
        Deletes = ChangesSeen.Told,
        Reply = ReplyMode.None,
    };
}
