namespace PageWatch.Domain.Commands;

/// <summary>What was meant by a word that is none of those there are.</summary>
public static class Closest
{
    /// <returns>The likeliest of them; null when none is near.</returns>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        string? best = null;
        var least = typed.Length < 4 ? 2 : 3;
        foreach (var word in known)
        {
            var distance = Distance(word, typed);
            if (distance < least)
                (best, least) = (word, distance);
        }

        return best;
    }

    /// <summary>Letters to change, add or drop; good enough for slips of the finger.</summary>
    public static int Distance(string one, string other)
    {
        if (other.Length > 40)
            return int.MaxValue;
        var row = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
            row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var keep = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, before + (one[i - 1] == other[j - 1] ? 0 : 1));
                before = keep;
            }
        }

        return row[other.Length];
    }
}
