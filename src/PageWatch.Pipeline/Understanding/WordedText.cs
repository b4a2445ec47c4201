using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Languages;

namespace PageWatch.Pipeline.Understanding;

/// <summary>A text cut into words and sentences; links and mentions are told apart from what is said.</summary>
internal sealed class WordedText
{
    private const string OpeningQuotes = "\"“„«‘»*";
    private const string ClosingQuotes = "\"”“»’«*";

    private WordedText(string text, List<ReadWord> words, List<ReadSentence> sentences, int links)
    {
        Text = text;
        Words = words;
        Sentences = sentences;
        Links = links;
        Said = words.Count(word => !word.IsAside);
        var shouted = words.Count(word => word.Is(WordLook.Shouted) && !word.IsAside);
        var long3 = words.Count(word => word.Length >= 3 && !word.IsAside);
        Shouts = shouted >= 3 && shouted * 10 >= long3 * 6;
    }

    public string Text { get; }

    public IReadOnlyList<ReadWord> Words { get; }

    /// <summary>One for each <see cref="ReadWord.Sentence"/>.</summary>
    public IReadOnlyList<ReadSentence> Sentences { get; }

    public int Links { get; }

    /// <summary>Words that are neither links nor mentions.</summary>
    public int Said { get; }

    /// <summary>Most of it is in capitals: then a single word in capitals stresses nothing.</summary>
    public bool Shouts { get; }

    public static WordedText Of(string text)
    {
        var asides = Asides(text, out var links);
        var stream = WordStream.Of(text);
        var words = new List<ReadWord>(stream.Count);
        var sentences = new List<ReadSentence>();
        int aside = 0, clause = 0, last = 0;
        var current = new ReadSentence();
        foreach (var word in stream)
        {
            // A mark on its own folds to nothing.
            if (word.Text.Length == 0)
                continue;
            while (aside < asides.Count && asides[aside].End <= word.Start)
                aside++;
            var look = aside < asides.Count && asides[aside].Start <= word.Start ? asides[aside].Look : WordLook.None;
            if (look == WordLook.None)
            {
                var (endsSentence, endsClause) = Between(text, last, word.Start, ref current);
                if (words.Count > current.First && endsSentence)
                {
                    sentences.Add(current);
                    current = new ReadSentence { First = words.Count };
                }

                if (endsSentence || endsClause)
                    clause++;
            }

            last = word.Start + word.Length;
            look |= Look(text, word);
            words.Add(new ReadWord(word.Text, Tail(text, word), Plain(word.Text), word.Start, word.Length, sentences.Count, clause, look));
        }

        _ = Between(text, last, text.Length, ref current);
        sentences.Add(current);
        return new WordedText(text, words, sentences, links);
    }

    /// <summary>Reads the signs between two words: whether they end a sentence or a clause, and how.</summary>
    private static (bool EndsSentence, bool EndsClause) Between(string text, int from, int to, ref ReadSentence sentence)
    {
        bool ends = false, pauses = false;
        for (var i = from; i < to; i++)
        {
            switch (text[i])
            {
                case '?' or '\uFF1F' or '\u061F' or '\u037E':
                    sentence = sentence with { Asks = true };
                    ends = true;
                    break;
                case '!' or '\uFF01':
                    sentence = sentence with { Exclaims = sentence.Exclaims + 1 };
                    ends = true;
                    break;
                case '\n' or '\u3002' or '\u0964':
                    ends = true;
                    break;
                case '.':
                    // Three dots trail off and go on; a dot inside "3.5" or "a.m" ends nothing.
                    var dots = (i + 1 < to && text[i + 1] == '.') || (i > from && text[i - 1] == '.');
                    ends |= !dots && (i + 1 >= text.Length || char.IsWhiteSpace(text[i + 1]) || to - from > 1);
                    pauses |= dots;
                    break;
                case ',' or ';' or ':' or '(' or ')' or '–' or '—' or '…' or '/' or '\uFF0C' or '\u3001':
                    pauses = true;
                    break;
                case '-' when i > from && i + 1 < to:
                    pauses = true;
                    break;
            }
        }

        return (ends, pauses);
    }

    private static WordLook Look(string text, WordStream.Word word)
    {
        var look = WordLook.None;
        var letters = 0;
        var capitals = 0;
        foreach (var c in text.AsSpan(word.Start, word.Length))
        {
            if (!char.IsLetter(c))
                continue;
            letters++;
            if (char.IsUpper(c))
                capitals++;
        }

        if (letters >= 3 && capitals == letters)
            look |= WordLook.Shouted;
        if (char.IsUpper(text[word.Start]))
            look |= WordLook.Capital;
        if (word.Start == 0)
            return look;
        var before = text[word.Start - 1];
        var end = word.Start + word.Length;
        if (before == '#')
            look |= WordLook.Hashtag;
        if (OpeningQuotes.Contains(before, StringComparison.Ordinal)
            && end < text.Length && ClosingQuotes.Contains(text[end], StringComparison.Ordinal))
            look |= WordLook.Quoted;
        return look;
    }

    private static string? Tail(string text, WordStream.Word word)
    {
        var at = text.AsSpan(word.Start, word.Length).IndexOfAny('\'', '\u2019');
        return at > 0 && at + 2 < word.Length ? WordStream.Fold(text.AsSpan(word.Start + at + 1, word.Length - at - 1)) : null;
    }

    /// <summary>"sooo" is "so", "goooood" is "good": two where the language doubles the letter between vowels, else one.</summary>
    private static string? Plain(string word)
    {
        var run = 1;
        var stretched = false;
        for (var i = 1; i < word.Length && !stretched; i++)
        {
            run = word[i] == word[i - 1] ? run + 1 : 1;
            stretched = run >= 3 && char.IsLetter(word[i]);
        }

        if (!stretched)
            return null;
        var plain = new System.Text.StringBuilder(word.Length);
        for (var i = 0; i < word.Length;)
        {
            var next = i;
            while (next < word.Length && word[next] == word[i])
                next++;
            var keep = next - i >= 3 ? (word[i] is 'o' or 'e' && next < word.Length ? 2 : 1) : next - i;
            plain.Append(word[i], keep);
            i = next;
        }

        return plain.ToString();
    }

    /// <summary>Links and mentions, in order.</summary>
    private static List<(int Start, int End, WordLook Look)> Asides(string text, out int links)
    {
        var asides = new List<(int Start, int End, WordLook Look)>();
        links = 0;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            var piece = text.AsSpan(i, end - i);
            if (AsideSign.LinkIn(piece) is var link and >= 0)
            {
                asides.Add((i + link, end, WordLook.Link));
                links++;
            }
            else if (AsideSign.IsMention(piece, out var at))
            {
                asides.Add((i + at, end, WordLook.Mention));
            }

            i = end;
        }

        return asides;
    }
}

/// <summary>Where a sentence begins, and how it ends.</summary>
/// <param name="First">Its first word.</param>
internal readonly record struct ReadSentence(int First, bool Asks, int Exclaims);
