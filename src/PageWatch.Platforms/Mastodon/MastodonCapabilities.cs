using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Mastodon;

/// <summary>What can be done on a page.</summary>
internal static class MastodonCapabilities
{
    /// <summary>What servers allow that say nothing else.</summary>
    public const int UsualLimit = 500;

    /// <summary>Room for the line with the author's handle: "@", a name of 30 characters at most, a line end. What stands behind the second "@" is free.</summary>
    public const int AddressRoom = 32;

    /// <param name="limit">The server's, in its own count; null for a page that is only read.</param>
    public static PageCapabilities Of(int? limit, MastodonOptions options) => new()
    {
        ReadBy = ReadBy.Poll,
        Edits = ChangesSeen.ByReadingAgain,
        Deletes = ChangesSeen.ByReadingAgain,
        Reply = limit is null ? ReplyMode.None : ReplyMode.Threaded,
        LongestReply = limit is { } most ? Math.Max(1, most - AddressRoom) : 0,
        LengthUnit = LengthUnit.GraphemesShortLinks,
        SettlingTime = limit is null ? TimeSpan.Zero : options.SettlingTime,
        NamesWhomItAnswers = limit is not null,
        CanReadBack = limit is not null,
        CanDeleteOwnReply = limit is not null,
    };
}
