namespace PageWatch.Domain.Hours;

/// <summary>Finds the zones that somebody may have meant.</summary>
public static class ZoneNames
{
    private const int Longest = 60;

    /// <param name="typed">A city, or a name with a slip: "Berlin", "Europe/Belrin".</param>
    /// <param name="names">As the machine knows them: "Europe/Berlin".</param>
    /// <returns>The likeliest first; empty when none is near.</returns>
    public static IReadOnlyList<string> Near(string typed, IEnumerable<string> names, int most)
    {
        var wanted = Plain(typed.Trim());
        if (wanted.Length is 0 or > Longest)
            return [];
        var city = City(wanted);
        return [.. names
            .Select(name => (Name: name, Far: Far(wanted, city, Plain(name))))
            .Where(each => each.Far is not null)
            .OrderBy(each => each.Far)
            .ThenBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => each.Name)
            .Take(most)];
    }

    /// <returns>How far off: a city by its name is nearest; null when it cannot be meant.</returns>
    private static int? Far(string wanted, string city, string name)
    {
        var other = City(name);
        if (other == city)
            return wanted == city ? 0 : Distance(wanted, name);
        if (city.Length >= 4 && other.StartsWith(city, StringComparison.Ordinal))
            return 10;
        var slips = Distance(city, other);
        // A short name has little that could be wrong without being another one.
        return slips <= Math.Min(2, city.Length / 3) ? 20 + (10 * slips) + (wanted == city ? 0 : Math.Min(9, Distance(wanted, name))) : null;
    }

    private static string City(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Plain(string name) => name.Replace('_', ' ').ToLowerInvariant();

    /// <summary>Letters to change, add, drop, or exchange with their neighbour.</summary>
    private static int Distance(string one, string other)
    {
        var (before, last, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
            last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[other.Length];
    }
}
