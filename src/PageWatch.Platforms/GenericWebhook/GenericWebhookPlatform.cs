using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>What holds for every webhook of a user's own.</summary>
internal static class GenericWebhookPlatform
{
    public static PlatformId Id { get; } = new("webhook");

    public static PageCapabilities Can { get; } = new()
    {
        ReadBy = ReadBy.Webhook,
        Edits = ChangesSeen.Told,
        Deletes = ChangesSeen.Told,
        Reply = ReplyMode.None,
    };
}
