using System.Globalization;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>Telephone and card numbers: digits in groups.</summary>
internal static class NumberForm
{
    private const int ShortestCard = 13;
    private const int LongestCard = 19;

    public static void Find(string text, List<PersonalDatum> found)
    {
        var groups = new List<(int Start, int End)>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsDigit(text[i]))
            {
                i++;
                continue;
            }

            // A stretch of digits with single signs between them; more than that is two numbers.
            groups.Clear();
            var from = i;
            while (i < text.Length && char.IsDigit(text[i]))
            {
                var start = i;
                while (i < text.Length && char.IsDigit(text[i]))
                    i++;
                groups.Add((start, i));
                var next = i;
                while (next < text.Length && next - i < 3 && text[next] is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' or '\u2011')
                    next++;
                if (next >= text.Length || next - i == 3 || !char.IsDigit(text[next]))
                    break;
                i = next;
            }

            i = groups[^1].End;
            var stuck = (from > 0 && char.IsLetter(text[from - 1])) || (i < text.Length && char.IsLetter(text[i]));
            if (stuck || AddCards(text, groups, found))
                continue;
            // "2024-05-12 10": a day, and what comes after it.
            while (IsDate(text, groups))
                groups.RemoveRange(0, IsPairOfYears(groups) ? 2 : 3);
            if (groups.Count > 0)
                AddPhone(text, groups, found);
        }
    }

    private static bool AddCards(string text, List<(int Start, int End)> groups, List<PersonalDatum> found)
    {
        var any = false;
        for (var first = 0; first < groups.Count; first++)
        {
            var digits = 0;
            for (var last = first; last < groups.Count; last++)
            {
                digits += groups[last].End - groups[last].Start;
                if (digits > LongestCard)
                    break;
                var isWhole = first == 0 && last == groups.Count - 1;
                if (digits < ShortestCard || !(IsCard(text, groups[first].Start, groups[last].End) || (isWhole && NumberWords.Before(text, groups[0].Start) == NumberContext.Card)))
                    continue;
                found.Add(new PersonalDatum(groups[first].Start, groups[last].End - groups[first].Start, PersonalKind.Card));
                any = true;
                first = last;
                break;
            }
        }

        return any;
    }

    /// <summary>The first digits of those who issue cards, and the check digit of all: ISO/IEC 7812.</summary>
    private static bool IsCard(string text, int start, int end)
    {
        int sum = 0, place = 0, first = 0, second = 0;
        for (var i = end - 1; i >= start; i--)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(text[i]);
            if (digit < 0)
                continue;
            (first, second) = (digit, first);
            if (place++ % 2 == 1)
                digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }

        return sum % 10 == 0 && (first is 4 or 5 or 6 || (first == 3 && second is 0 or 4 or 5 or 6 or 7 or 8) || (first == 2 && second is >= 2 and <= 7));
    }

    private static void AddPhone(string text, List<(int Start, int End)> groups, List<PersonalDatum> found)
    {
        var (from, to) = (groups[0].Start, groups[^1].End);
        var digits = groups.Sum(group => group.End - group.Start);
        if (digits is < 6 or > 15 || IsAmount(text, from, to))
            return;
        var start = from;
        while (start > 0 && from - start < 2 && text[start - 1] is '(' or '+')
            start--;
        var plus = start < from && text.AsSpan(start, from - start).Contains('+');
        var grouped = groups.Count >= 3 && digits >= 9 && text.AsSpan(from, to - from).IndexOfAny(',', '.') < 0;
        var threeThreeFour = groups.Count == 3 && to - groups[^1].Start == 4 && digits == 10;
        // "0.12.345.678" is a version; no area code is a nought alone.
        var leadingZero = CharUnicodeInfo.GetDecimalDigitValue(text[from]) == 0 && groups[0].End - from >= 2 && digits >= 8 && (digits >= 9 || groups.Count > 1);
        if ((plus && digits >= 8) || leadingZero || threeThreeFour || grouped || NumberWords.SayPhone(text, start))
            found.Add(new PersonalDatum(start, to - start, PersonalKind.Phone));
    }

    /// <summary>"123 456 789 €", "Rs 120 000 000": money.</summary>
    private static bool IsAmount(string text, int from, int to)
    {
        var before = from - 1;
        while (before >= 0 && text[before] is ' ' or '\u00A0')
            before--;
        var after = to;
        while (after < text.Length && text[after] is ' ' or '\u00A0')
            after++;
        return (before >= 0 && IsCurrency(text[before])) || (after < text.Length && (IsCurrency(text[after]) || text[after] == '%'));
    }

    private static bool IsCurrency(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;

    /// <summary>It begins with 12.05.2024 or 2024-05-12, or is two years, 2019-2024.</summary>
    private static bool IsDate(string text, List<(int Start, int End)> groups)
    {
        if (groups.Count < 2 || text[groups[0].End] is not ('.' or '/' or '-'))
            return false;
        if (IsPairOfYears(groups))
            return true;
        if (groups.Count < 3 || text[groups[1].End] != text[groups[0].End])
            return false;
        var lengths = (groups[0].End - groups[0].Start, groups[1].End - groups[1].Start, groups[2].End - groups[2].Start);
        // More groups behind a short one are the digits of a telephone: 06.12.34.56.78.
        return lengths is (4, 2, 2) or (1 or 2, 1 or 2, 4) || (lengths is (1 or 2, 1 or 2, 2) && groups.Count == 3);
    }

    private static bool IsPairOfYears(List<(int Start, int End)> groups) => groups.Count == 2 && groups.TrueForAll(group => group.End - group.Start == 4);
}
