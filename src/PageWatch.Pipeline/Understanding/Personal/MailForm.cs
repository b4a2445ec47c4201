using System.Buffers;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>E-mail addresses, in any script; lengths by RFC 5321, section 4.5.3.1.</summary>
internal static class MailForm
{
    private const int LongestLocalPart = 64;
    private const int LongestHost = 255;

    private static readonly SearchValues<char> InLocalPart =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+-");

    public static void Find(string text, List<PersonalDatum> found)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at;
            while (start > 0 && at - start < LongestLocalPart && (InLocalPart.Contains(text[start - 1]) || char.IsLetter(text[start - 1])))
                start--;
            var end = at + 1;
            while (end < text.Length && end - at < LongestHost && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-'))
                end++;
            while (end > at + 1 && text[end - 1] is '.' or '-')
                end--;
            var dot = text.LastIndexOf('.', end - 1, end - at);
            if (start < at && dot > at + 1 && end - dot > 2 && text.AsSpan(dot + 1, end - dot - 1).IndexOfAnyInRange('0', '9') < 0)
                found.Add(new PersonalDatum(start, end - start, PersonalKind.Email));
        }
    }
}
