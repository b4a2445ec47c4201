namespace PageWatch.Channels;

/// <summary>Which addresses a card may lead to.</summary>
internal static class ShownLink
{
    /// <summary>http and https; whatever else a page names is shown as words, and nothing follows it.</summary>
    public static bool IsPlace(Uri target) => target.IsAbsoluteUri && target.Scheme is "http" or "https";

    /// <summary>What to call a place that has no name of its own.</summary>
    public static string NameOf(Uri target) => target.IsAbsoluteUri && target.Host.Length > 0 ? target.Host : target.OriginalString;
}
