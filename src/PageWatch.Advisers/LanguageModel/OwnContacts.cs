using System.Globalization;
using System.Text.RegularExpressions;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Links, mail addresses and numbers that the team itself gives; a draft may hold no others.</summary>
internal sealed partial class OwnContacts
{
    private const int LeastDigits = 5;

    private readonly HashSet<string> links;
    private readonly HashSet<string> mails;
    private readonly HashSet<string> numbers;
    private readonly HashSet<string> codes;

    /// <param name="own">The playbook and the retrieved replies.</param>
    public OwnContacts(string own)
    {
        var text = Folded(own);
        mails = [.. Mail().Matches(text).Select(match => Bare(match.Value))];
        links = [.. Link().Matches(text).Select(match => Bare(match.Value))];
        numbers = [.. Number().Matches(text).Select(match => Digits(match.Value))];
        codes = [.. Code().Matches(text).Select(match => match.Value)];
    }

    /// <returns>Why a text may not go out; null where all is ours.</returns>
    /// <param name="answer">Slots not filled.</param>
    public string? WhyNot(string answer) => WhyNoAddress(answer) ?? (Number().Matches(WithoutAddresses(Folded(answer)))
        .Any(match => Digits(match.Value) is { Length: >= LeastDigits } digits && !IsTime(match.Value) && !numbers.Contains(digits))
        ? "holds a number that nobody gave"
        : null);

    /// <summary>Mail addresses, links and accounts alone.</summary>
    public string? WhyNoAddress(string answer)
    {
        var text = Folded(answer);
        if (Mail().Matches(text).Any(match => !mails.Contains(Bare(match.Value))))
            return "holds a mail address that is not ours";
        if (Link().Matches(Mail().Replace(text, " ")).Any(match => !links.Contains(Bare(match.Value))))
            return "holds a link that is not ours";
        var rest = WithoutAddresses(text);
        return Veiled().IsMatch(rest) ? "holds an address in other words" : rest.Contains('@', StringComparison.Ordinal) ? "mentions an account" : null;
    }

    /// <summary>Codes that are no words: of vouchers, of secrets, of texts that were made unreadable.</summary>
    /// <param name="answer">Slots not filled: the number of an order is none.</param>
    public string? WhyNoCode(string answer)
    {
        var text = Folded(answer);
        return Code().Matches(text).Any(match => IsCode(match.Value) && !codes.Contains(match.Value)) ? "holds a code" : SetApart().IsMatch(text) ? "holds a word with its letters set apart" : null;
    }

    private static string WithoutAddresses(string text) => Link().Replace(Mail().Replace(text, " "), " ");

    private static string Folded(string text) => HiddenSigns.Folded(text).Replace('。', '.').Replace('\u2010', '-').Replace('\u2011', '-');

    private static string Bare(string found)
    {
        var bare = found.TrimEnd('.', ',', '!', '?', ';', ':', ')', '"', '\'', '”').ToLowerInvariant();
        var scheme = bare.IndexOf("://", StringComparison.Ordinal);
        return (scheme < 0 ? bare : bare[(scheme + 3)..]).TrimEnd('/');
    }

    /// <summary>Of any script.</summary>
    private static string Digits(string found) => string.Concat(found.Where(char.IsDigit).Select(digit => CharUnicodeInfo.GetDecimalDigitValue(digit)));

    private static bool IsTime(string found) => Time().IsMatch(found.Trim());

    private static bool IsCode(string word)
    {
        var (digits, upper, lower) = (word.Count(char.IsAsciiDigit), word.Count(char.IsAsciiLetterUpper), word.Count(char.IsAsciiLetterLower));
        return (digits >= 2 && upper >= 2 && lower == 0)
            || (word.Length >= 16 && digits > 0 && upper + lower > 0)
            || (word.Length >= 20 && upper >= 2 && lower >= 2 && !word.Contains('-', StringComparison.Ordinal))
            || (word.Length >= 8 && word.EndsWith('='));
    }

    [GeneratedRegex(@"[\p{L}\d._%+-]{1,64}\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){1,5}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Mail();

    [GeneratedRegex(@"\b[a-z][a-z\d+.-]{1,15}:/{1,3}\S+|\b(?:www|ftp)\.\S+|\b(?:mailto|tel|javascript|data|sms):\S+|(?<![\p{L}\d])(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.)+(?:xn--[a-z\d-]+|\p{L}{2,24})(?=[^\p{L}\d]|$)(?:[/:?#]\S*)?|\b\d{1,3}(?:\.\d{1,3}){3}\S*", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\bh(?:xx|tt)ps?\b|\b[\p{L}\d-]+\s?(?:\(dot\)|\[dot\]|\[\.\]|\(\.\)|\sdot\s|\spunkt\s|\spoint\s|\spunto\s)\s?(?:com|net|org|io|co|info|example|biz|ru|xyz|shop|app|de|fr|es|eu|ly|me|link|site|online)\b|\.\s?(?:com|net|org|xyz|shop)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Veiled();

    [GeneratedRegex(@"\+?\(?\d(?:[\s().\-/\u2013\u2014\u00b7]{0,3}\d)*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(\d{1,2}[.:]\d{2}\s?[-\u2013]\s?\d{1,2}[.:]\d{2}|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Time();

    [GeneratedRegex(@"(?<![A-Za-z\d])[A-Za-z\d][A-Za-z\d+/_-]{3,}={0,2}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!\p{L})(?:\p{L}[\s.\-_*]{1,2}){4,}\p{L}(?!\p{L})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SetApart();
}
