using System.Text;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Personal;

namespace PageWatch.Pipeline.Reports;

/// <summary>Writes a judged post as a line that the trainer reads: eight columns with tabs between, as in its corpus.</summary>
public static class LabelLine
{
    /// <summary>Stands where nobody said anything: no label, and nothing is taught by it.</summary>
    public const string Unsaid = "?";

    /// <summary>In the column of intents: something else than a complaint, and nobody said what.</summary>
    public const string NotAComplaint = "not-complaint";

    /// <summary>What stands for a person, a number or an address.</summary>
    private const string Somebody = "@user";

    private const int ShortestName = 3;

    /// <returns>Without the line break: lang, sentiment, intent, urgency, reason, unclear, trade, text. Null for a post without words: there is nothing to learn to read.</returns>
    public static string? Of(JudgedPost judged)
    {
        var label = judged.Label;
        var text = TextOf(judged);
        return text.Length == 0 ? null : string.Join(
            '\t',
            OneLine(judged.Reading.Language),
            label.Sentiment is { } sentiment ? VerdictWords.Name(sentiment) : Unsaid,
            label.Intent is { } intent ? VerdictWords.Name(intent) : label.IsNotAComplaint ? NotAComplaint : Unsaid,
            label.Urgency is { } urgency ? VerdictWords.Name(urgency) : Unsaid,
            // Why it cannot wait is not asked of anybody; what can wait has no reason.
            label.Urgency == Urgency.Whenever ? "-" : Unsaid,
            label.IsSarcasm switch { true => "yes", false => "no", null => Unsaid },
            "other",
            text);
    }

    /// <summary>The post as one line, without what tells who wrote it or whom it names.</summary>
    private static string TextOf(JudgedPost judged)
    {
        var post = judged.Post;
        var text = Masked(post.Text);
        if (!string.IsNullOrWhiteSpace(post.Title))
            text = Masked(post.Title) + "\n" + text;
        return OneLine(WithoutHandles(WithoutName(text, post.Author.Name)));
    }

    private static string Masked(string text)
    {
        var masked = new StringBuilder();
        var at = 0;
        foreach (var datum in PersonalFinder.In(text))
        {
            masked.Append(text, at, datum.Start - at).Append(datum.Kind switch
            {
                PersonalKind.Email => "name@example.com",
                PersonalKind.Phone => "555-0100",
                _ => "00000",
            });
            at = datum.Start + datum.Length;
        }

        return masked.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>People sign. The whole name goes, and each word of it that stands there as in the name.</summary>
    private static string WithoutName(string text, string name)
    {
        foreach (var part in name.Split([' ', '.', '_', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries).Prepend(name.Trim()).Where(part => part.Length >= ShortestName).Distinct(StringComparer.Ordinal))
            text = WithoutWord(text, part);
        return text;
    }

    private static string WithoutWord(string text, string word)
    {
        var left = new StringBuilder();
        var from = 0;
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            var end = at + word.Length;
            if (at < from || (at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])))
                continue;
            left.Append(text, from, at - from).Append(Somebody);
            from = end;
        }

        return left.Append(text, from, text.Length - from).ToString();
    }

    private static string WithoutHandles(string text)
    {
        var left = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var isHandle = text[at] == '@' && (at == 0 || !IsInHandle(text[at - 1])) && at + 1 < text.Length && IsInHandle(text[at + 1]);
            if (!isHandle)
            {
                left.Append(text[at++]);
                continue;
            }

            at++;
            while (at < text.Length && (IsInHandle(text[at]) || (text[at] is '.' or '@' or '-' && at + 1 < text.Length && IsInHandle(text[at + 1]))))
                at++;
            left.Append(Somebody);
        }

        return left.ToString();
    }

    private static bool IsInHandle(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static string OneLine(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return string.Join(" / ", lines).Replace('\t', ' ').Trim();
    }
}
