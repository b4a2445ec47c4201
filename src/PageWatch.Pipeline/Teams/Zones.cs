using PageWatch.Domain.Hours;

namespace PageWatch.Pipeline.Teams;

/// <summary>The zones that the machine knows, by IANA or Windows name.</summary>
internal static class Zones
{
    private const int Longest = 60;

    private static readonly Lazy<IReadOnlyList<string>> Names = new(() => [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)]);

    /// <summary>Without regard to case; a Windows name gives the zone that it stands for.</summary>
    /// <returns>Null when there is none.</returns>
    public static TimeZoneInfo? Find(string typed)
    {
        var name = typed.Trim();
        // On some systems a name is looked up as a file: nothing but a name may get there.
        if (name.Length is 0 or > Longest || name[0] is '/' or '.' || name.Contains("..", StringComparison.Ordinal) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+' or ' ' or '.' or '(' or ')'))
            return null;
        if (name.Equals("UTC", StringComparison.OrdinalIgnoreCase))
            return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana))
            name = iana;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        return Names.Value.FirstOrDefault(known => known.Equals(name.Replace(' ', '_'), StringComparison.OrdinalIgnoreCase)) is { } cased && TimeZoneInfo.TryFindSystemTimeZoneById(cased, out zone) ? zone : null;
    }

    /// <summary>Which ones may have been meant, the likeliest first.</summary>
    public static IReadOnlyList<string> Near(string typed, int most) => ZoneNames.Near(typed, Names.Value, most);
}
