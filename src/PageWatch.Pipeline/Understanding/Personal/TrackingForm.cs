namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>
/// Numbers of parcels: those with a form and a check digit of their own, and anything that may be one after a word for a parcel.
/// </summary>
internal static class TrackingForm
{
    private const int Shortest = 8;
    private const int Longest = 34;

    /// <param name="start">Of a run of letters and digits.</param>
    /// <param name="end">Of the run.</param>
    /// <param name="isNamed">A word for a parcel stands before it.</param>
    /// <returns>How many units of the text it takes; 0 when none begins here.</returns>
    public static int LengthAt(string text, int start, int end, bool isNamed)
    {
        var run = text.AsSpan(start, end - start);
        if (IsPostal(run) || IsAmazon(run) || IsContainer(run) || IsDhl(run))
            return run.Length;
        var ups = UpsLength(text, start, isNamed);
        return ups > 0 ? ups : isNamed ? NamedLength(text, start) : 0;
    }

    /// <summary>"1Z", the sender, the service, the parcel, a check digit; printed with blanks: https://www.ups.com/us/en/tracking/help/tracking/tnh.page.</summary>
    private static int UpsLength(string text, int start, bool isNamed)
    {
        if (start + 2 > text.Length || text[start] != '1' || text[start + 1] is not ('Z' or 'z'))
            return 0;
        var (at, taken, sum, last) = (start + 2, 0, 0, 0);
        while (taken < 16)
        {
            if (at < text.Length && text[at] == ' ')
                at++;
            if (at >= text.Length || !char.IsAsciiLetterOrDigit(text[at]))
                return 0;
            // A letter counts as a digit, A as 2 and on from there; every second one counts twice.
            last = char.IsAsciiDigit(text[at]) ? text[at] - '0' : ((text[at] & ~0x20) - 63) % 10;
            sum += taken == 15 ? 0 : taken % 2 == 0 ? last : 2 * last;
            taken++;
            at++;
        }

        if (at < text.Length && char.IsLetterOrDigit(text[at]))
            return 0;
        return isNamed || (10 - (sum % 10)) % 10 == last ? at - start : 0;
    }

    /// <summary>Two letters, eight digits and a check digit, the country: Universal Postal Union, standard S10.</summary>
    private static bool IsPostal(ReadOnlySpan<char> run)
    {
        if (run.Length != 13 || !AreLetters(run[..2]) || !AreDigits(run[2..11]) || !AreLetters(run[11..]))
            return false;
        ReadOnlySpan<int> weights = [8, 6, 4, 2, 3, 5, 9, 7];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * (run[i + 2] - '0');
        var check = 11 - (sum % 11);
        return run[10] - '0' == (check == 10 ? 0 : check == 11 ? 5 : check);
    }

    private static bool IsAmazon(ReadOnlySpan<char> run) => run.Length == 15 && run.StartsWith("TBA", StringComparison.OrdinalIgnoreCase) && AreDigits(run[3..]);

    private static bool IsDhl(ReadOnlySpan<char> run) => run.Length is >= 18 and <= 24 && run.StartsWith("JJD", StringComparison.OrdinalIgnoreCase) && AreDigits(run[3..]);

    /// <summary>"00" and eighteen digits, the last of them a check digit: GS1's number of a shipping unit.</summary>
    private static bool IsContainer(ReadOnlySpan<char> run)
    {
        if (run.Length != 20 || !run.StartsWith("00") || !AreDigits(run))
            return false;
        var sum = 0;
        for (var i = 2; i < 19; i++)
            sum += (run[i] - '0') * (i % 2 == 0 ? 3 : 1);
        return (10 - (sum % 10)) % 10 == run[19] - '0';
    }

    /// <summary>After "tracking" and the like: letters and digits in one piece, or digits in groups.</summary>
    private static int NamedLength(string text, int start)
    {
        var (at, digits, groups) = (start, 0, 0);
        var onlyDigits = true;
        while (at < text.Length && at - start < Longest)
        {
            if (char.IsLetterOrDigit(text[at]))
            {
                onlyDigits &= char.IsDigit(text[at]);
                digits += char.IsDigit(text[at++]) ? 1 : 0;
            }
            else if (at + 1 < text.Length && (text[at] == '-' ? char.IsLetterOrDigit(text[at + 1]) : text[at] is ' ' or '\u00A0' && onlyDigits && IsGroup(text, at + 1)))
            {
                at++;
                groups++;
            }
            else
            {
                break;
            }
        }

        // Few digits, or mostly letters: a word that happens to follow. Dates are no parcels.
        return at - start >= Shortest && digits >= 6 && !(groups == 2 && digits == 8) ? at - start : 0;
    }

    /// <summary>Three digits or more, and no letter behind them.</summary>
    private static bool IsGroup(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsDigit(text[end]))
            end++;
        return end - at >= 3 && (end == text.Length || !char.IsLetter(text[end]));
    }

    private static bool AreDigits(ReadOnlySpan<char> run) => !run.ContainsAnyExceptInRange('0', '9');

    private static bool AreLetters(ReadOnlySpan<char> run)
    {
        foreach (var c in run)
        {
            if (!char.IsAsciiLetter(c))
                return false;
        }

        return true;
    }
}
