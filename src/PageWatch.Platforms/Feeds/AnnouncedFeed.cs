namespace PageWatch.Platforms.Feeds;

/// <summary>A feed that a web page announces.</summary>
/// <param name="Title">As the page calls it; null when it does not.</param>
internal sealed record AnnouncedFeed(Uri Address, string? Title);
