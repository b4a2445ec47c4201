namespace PageWatch.Platforms.GenericWebhook;

/// <summary>How a sender writes times.</summary>
internal enum TimeForm
{
    /// <summary>Any of the others, as it looks.</summary>
    Auto,
    Iso8601,
    Unix,
    UnixMs,
    Rfc822,
}
