using System.Globalization;
using System.Text.RegularExpressions;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Reads times as senders write them.</summary>
internal static partial class CallTime
{
    /// <summary>Seconds of today have ten digits, milliseconds thirteen; what lies between is neither.</summary>
    private const decimal FirstMs = 100_000_000_000;

    // Nothing that people write in public is older; a sender's zero is no time.
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Rfc822Forms =
        ["ddd, d MMM yyyy HH:mm:ss zzz", "d MMM yyyy HH:mm:ss zzz", "ddd, d MMM yyyy HH:mm zzz", "d MMM yyyy HH:mm zzz", "ddd, d MMM yy HH:mm:ss zzz", "d MMM yy HH:mm:ss zzz"];

    public static IReadOnlyDictionary<string, TimeForm> Forms { get; } = new Dictionary<string, TimeForm>(StringComparer.OrdinalIgnoreCase)
    {
        ["auto"] = TimeForm.Auto,
        ["iso8601"] = TimeForm.Iso8601,
        ["unix"] = TimeForm.Unix,
        ["unix-ms"] = TimeForm.UnixMs,
        ["rfc822"] = TimeForm.Rfc822,
    };

    /// <param name="zone">What a time without a zone is in.</param>
    /// <returns>UTC; null when it is none of that form, or none a post can have.</returns>
    public static DateTimeOffset? Read(string text, TimeForm form, TimeZoneInfo zone)
    {
        text = text.Trim();
        if (text.Length is 0 or > 64)
            return null;
        var read = form switch
        {
            TimeForm.Iso8601 => Iso(text, zone),
            TimeForm.Unix => Count(text, 1_000),
            TimeForm.UnixMs => Count(text, 1),
            TimeForm.Rfc822 => Rfc822(text),
            _ => IsCount().IsMatch(text) ? Count(text, IsMs(text) ? 1 : 1_000) : char.IsAsciiDigit(text[0]) && IsIso().IsMatch(text) ? Iso(text, zone) : Rfc822(text),
        };
        return read >= Earliest && read < Latest ? read.Value.ToUniversalTime() : null;
    }

    private static bool IsMs(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= FirstMs;

    private static DateTimeOffset? Count(string text, int milliseconds) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number < 10_000_000_000_000
            ? FromMs(number * milliseconds)
            : null;

    private static DateTimeOffset? FromMs(decimal ms) => ms < 10_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds((long)ms) : null;

    private static DateTimeOffset? Iso(string text, TimeZoneInfo zone)
    {
        if (!IsIso().IsMatch(text))
            return null;
        text = text.Replace(',', '.');
        if (HasZone().IsMatch(text))
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var whole) ? whole : null;
        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) && local.Year > 1 && local.Year < 9999
            ? new DateTimeOffset(local, zone.GetUtcOffset(local))
            : null;
    }

    private static DateTimeOffset? Rfc822(string text)
    {
        var offset = text.LastIndexOf(' ');
        var named = offset < 0 ? null : text[(offset + 1)..].ToUpperInvariant() switch
        {
            "GMT" or "UT" or "UTC" or "Z" => "+00:00",
            "EST" or "CDT" => "-05:00",
            "EDT" => "-04:00",
            "CST" or "MDT" => "-06:00",
            "MST" or "PDT" => "-07:00",
            "PST" => "-08:00",
            _ => null,
        };
        var spelled = named is null ? text : text[..(offset + 1)] + named;
        return DateTimeOffset.TryParseExact(spelled, Rfc822Forms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var read) ? read : null;
    }

    [GeneratedRegex(@"^\d+(\.\d+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IsCount();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(Z|z|[+-]\d{2}(:?\d{2})?))?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IsIso();

    [GeneratedRegex(@":\d{2}([.,]\d{1,9})?( ?(Z|z|[+-]\d{2}(:?\d{2})?))$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HasZone();
}
