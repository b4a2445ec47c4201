namespace PageWatch.Domain.Teams;

/// <summary>The name that was probably meant.</summary>
public static class ClosestName
{
    /// <summary>Longer words are no slips of a finger.</summary>
    private const int Longest = 60;

    /// <returns>Null when none is near, or two are equally near.</returns>
    public static string? To(string typed, IEnumerable<string> names)
    {
        var wanted = typed.Trim().ToLowerInvariant();
        if (wanted.Length is 0 or > Longest)
            return null;
        var near = names.Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => name.Length <= Longest)
            .Select(name => (Name: name, Distance: Distance(wanted, name.ToLowerInvariant())))
            .Where(each => each.Distance <= Math.Max(1, wanted.Length / 3))
            .OrderBy(each => each.Distance)
            .Take(2)
            .ToList();
        return near.Count == 0 || (near.Count == 2 && near[0].Distance == near[1].Distance) ? null : near[0].Name;
    }

    /// <summary>Letters to change, add or drop; the beginning of a longer name is as near as one letter.</summary>
    public static int Distance(string typed, string name)
    {
        if (typed.Length >= 2 && name.StartsWith(typed, StringComparison.Ordinal))
            return name.Length == typed.Length ? 0 : 1;
        var row = Enumerable.Range(0, name.Length + 1).ToArray();
        for (var i = 1; i <= typed.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= name.Length; j++)
            {
                var keep = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, before + (typed[i - 1] == name[j - 1] ? 0 : 1));
                before = keep;
            }
        }

        return row[name.Length];
    }
}
