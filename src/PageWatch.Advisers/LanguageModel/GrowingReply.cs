using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Finds the first reply in an answer that is still coming, and tells of it what has passed the checks so far.</summary>
internal sealed class GrowingReply(ProposalChecks checks, IProgress<string> told)
{
    /// <summary>UTF-16 units of an answer that are looked at: three replies of the usual length, and of a longer one its beginning.</summary>
    private const int Longest = 20_000;

    /// <summary>Each look reads all of it again: the longer it is, the rarer they come, so that all looks together stay in proportion to the answer.</summary>
    private const int Rarer = 32;

    private int nextAt;
    private string last = "";

    /// <param name="answer">All of it so far. Hostile.</param>
    public void Add(StringBuilder answer)
    {
        if (answer.Length < nextAt || answer.Length > Longest)
            return;
        nextAt = answer.Length + 1 + (answer.Length / Rarer);
        if (FirstText(answer.ToString()) is not { } text)
            return;
        var passed = "";
        try
        {
            passed = checks.PassedSoFar(WholeWords(text)) ?? "";
        }
        catch (RegexMatchTimeoutException)
        {
            // Made to be slow: what cannot be checked is not shown.
        }

        if (passed == last)
            return;
        last = passed;
        told.Report(passed);
    }

    /// <returns>The text of the first proposal as far as it goes; null before it begins, and where the answer has another shape.</returns>
    internal static (string Text, bool IsWhole)? FirstText(string answer)
    {
        // Of a fence the beginning alone is there.
        var start = answer.IndexOf('{', StringComparison.Ordinal);
        if (start < 0)
            return null;
        var bytes = Encoding.UTF8.GetBytes(answer[start..]);
        var json = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 8 }));
        try
        {
            var isText = false;
            while (json.Read())
            {
                // {"proposals":[{"text":"..."}]}, or a lone {"text":"..."}.
                if (isText && json.TokenType == JsonTokenType.String)
                    return (json.GetString()!, true);
                isText = json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth is 1 or 3 && json.ValueTextEquals("text");
            }

            return isText && Begun(bytes.AsSpan((int)json.BytesConsumed)) is { } begun ? (begun, false) : null;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>What there is of a string that has no end yet; an escape that is cut in half is left out.</returns>
    private static string? Begun(ReadOnlySpan<byte> rest)
    {
        var quote = rest.IndexOf((byte)'"');
        if (quote < 0)
            return null;
        var inside = rest[(quote + 1)..];
        for (var at = 0; at < inside.Length;)
        {
            var length = inside[at] != '\\' ? 1 : at + 1 < inside.Length && inside[at + 1] == 'u' ? 6 : 2;
            if (at + length > inside.Length)
            {
                inside = inside[..at];
                break;
            }

            at += length;
        }

        var whole = new byte[inside.Length + 2];
        whole[0] = whole[^1] = (byte)'"';
        inside.CopyTo(whole.AsSpan(1));
        return JsonSerializer.Deserialize<string>(whole);
    }

    /// <summary>A word may be the beginning of an address, a number of one that is forbidden, a brace of a slot: shown is what has ended.</summary>
    internal static string WholeWords((string Text, bool IsWhole) begun)
    {
        var (text, isWhole) = begun;
        var end = text.Length;
        if (!isWhole)
        {
            while (end > 0 && !char.IsWhiteSpace(text[end - 1]) && !IsWordBySelf(text[end - 1]))
                end--;
        }

        var shown = text[..end];
        var open = shown.LastIndexOf('{');
        return (open > shown.LastIndexOf('}') ? shown[..open] : shown).TrimEnd();
    }

    /// <summary>Scripts without spaces between words: Chinese, Japanese, Thai and their neighbours.</summary>
    private static bool IsWordBySelf(char sign) => sign is (>= '\u0E00' and <= '\u0EFF') or (>= '\u1000' and <= '\u109F') or (>= '\u1780' and <= '\u17FF') or (>= '\u3000' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF')
        && CharUnicodeInfo.GetUnicodeCategory(sign) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
