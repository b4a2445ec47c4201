namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>Numbers of purchases, cases and customers: after a word for one, or after a hash sign.</summary>
internal static class OrderForm
{
    private const int Longest = 30;

    /// <returns>How many units of the text it takes; 0 when none begins here.</returns>
    public static int LengthAt(string text, int start, NumberContext context)
    {
        var isHashed = start > 0 && text[start - 1] == '#';
        // "my card 5000 times": a number after a card is one only when it is as long as one.
        var isNamed = context is NumberContext.Order or NumberContext.Tracking or NumberContext.Bank;
        if (!isHashed && !isNamed)
            return 0;
        int end = start, digits = 0;
        var isPlain = true;
        while (end < text.Length && end - start < Longest
            && (char.IsLetterOrDigit(text[end]) || (text[end] is '-' or '/' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]))))
        {
            var isDigit = char.IsDigit(text[end]);
            digits += isDigit ? 1 : 0;
            isPlain &= isDigit;
            end++;
        }

        var length = end - start;
        var looksLikeYear = isPlain && length == 4 && text.AsSpan(start, 2) is "19" or "20";
        var isNumber = isHashed && !isNamed ? digits >= 3 && !(isPlain && digits < 4) : digits >= 4 || (digits == 3 && length > 3);
        return isNumber && !looksLikeYear && !IsDay(text.AsSpan(start, length)) ? length : 0;
    }

    /// <summary>2024-05-12, 12/05/2024: "the order of", "booking for".</summary>
    private static bool IsDay(ReadOnlySpan<char> run)
    {
        var first = run.IndexOfAny('-', '/');
        var last = run.LastIndexOfAny('-', '/');
        if (first < 1 || last <= first || run[..first].ContainsAnyExceptInRange('0', '9') || run[(first + 1)..last].ContainsAnyExceptInRange('0', '9') || run[(last + 1)..].ContainsAnyExceptInRange('0', '9'))
            return false;
        return (first, last - first - 1, run.Length - last - 1) is (4, 2, 2) or ( <= 2, <= 2, 2 or 4);
    }
}
