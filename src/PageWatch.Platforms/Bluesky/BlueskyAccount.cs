using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Bluesky;

/// <summary>The account that a page is, and what opens it.</summary>
/// <param name="Did">The account's immutable name.</param>
internal sealed record BlueskyAccount(string Did, string Name, Credentials Credentials)
{
    /// <summary>Name in <see cref="Page.Settings"/>; stored.</summary>
    public const string DidSetting = "did";

    public static PlatformId Platform { get; } = new("bluesky");

    /// <exception cref="PlatformException">The page was not found by this folder.</exception>
    public static BlueskyAccount Of(PageCall call) => call.Page.Settings.GetValueOrDefault(DidSetting) is { } did && AtUri.IsDid(did)
        ? new BlueskyAccount(did, call.Page.Name, call.Credentials)
        : throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not ask for {call.Page.Address}: it is not known which account that is. Watch it again.");

    /// <summary>The handle, or the e-mail address of the account; people type the handle with its "@".</summary>
    public string? User => Blank(Credentials["user"]?.Trim().TrimStart('@'));

    public string? Password => Blank(Credentials["password"]);

    public bool HasLogin => User is not null && Password is not null;

    public override string ToString() => Name;

    private static string? Blank(string? secret) => string.IsNullOrWhiteSpace(secret) ? null : secret.Trim();
}

/// <summary>What follows from an account, or from having none.</summary>
internal static class BlueskyCapabilities
{
    /// <summary>Both are limits of a post: https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json</summary>
    public const int LongestReply = 300;

    /// <inheritdoc cref="LongestReply"/>
    public const int MostReplyBytes = 3000;

    public static PageCapabilities Of(bool hasLogin, BlueskyOptions options) => new()
    {
        ReadBy = ReadBy.Poll,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.ByReadingAgain,
        Reply = hasLogin ? ReplyMode.Threaded : ReplyMode.None,
        LongestReply = hasLogin ? LongestReply : 0,
        MostReplyBytes = hasLogin ? MostReplyBytes : 0,
        LengthUnit = LengthUnit.Graphemes,
        SettlingTime = hasLogin ? options.SettlingTime : TimeSpan.Zero,
        CanReadBack = hasLogin,
        CanDeleteOwnReply = hasLogin,
    };
}
