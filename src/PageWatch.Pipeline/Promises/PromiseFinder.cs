using System.Collections.Frozen;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Promises;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Promises;

/// <summary>Finds what a text of ours commits us to, in English, German, French and Spanish: one promise a sentence, with the day that its words name.</summary>
/// <remarks>A question, a condition, something denied or reported, and what the other is asked to do first are no promises. What it finds is only ever proposed to a person.</remarks>
public static class PromiseFinder
{
    /// <summary>Of more in one text nobody reads on.</summary>
    public const int Most = 5;

    /// <summary>UTF-16 units that are looked at: hardly a reply or a note is as long.</summary>
    private const int Longest = 8_000;

    private static readonly ILookup<string, string> Lines = PhraseList.Read("promised.tsv");
    private static readonly PhraseList Whole = ListOf("promise");
    private static readonly PhraseList Start = ListOf("start");
    private static readonly PhraseList Timed = ListOf("timed");
    private static readonly PhraseList Void = ListOf("void");
    private static readonly PhraseList Requests = ListOf("request", "calm");
    private static readonly PhraseList Conditions = ListOf("if");
    private static readonly PhraseList Once = ListOf("once");
    private static readonly FrozenSet<string> Asks = WordsOf("ask");
    private static readonly FrozenSet<string> Then = WordsOf("then");
    private static readonly FrozenSet<string> Joins = WordsOf("and");
    private static readonly FrozenSet<string> NotBefore = WordsOf("before");
    private static readonly FrozenSet<string> NotAfter = WordsOf("not");

    private static readonly (PhraseList Will, PhraseList Deed, FrozenSet<string> Stops, int Reach)[] Tongues =
    [
        TongueOf("en", 6),
        // The verb stands last, behind all that it is about.
        TongueOf("de", 14),
        TongueOf("fr", 6),
        TongueOf("es", 6),
    ];

    /// <summary>How far before a phrase a "no" turns it.</summary>
    private const int ReachBefore = 2;

    /// <returns>In the order of the text.</returns>
    public static IReadOnlyList<FoundPromise> In(string text, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        var worded = WordedText.Of(Mended(CleanText.Of(text, Longest)));
        if (worded.Words.Count == 0)
            return [];
        var said = Said(worded);
        if (said.Count == 0)
            return [];
        var sight = new Sight(worded);
        var days = new PromiseDays(worded, now);
        var found = new List<FoundPromise>();
        var lastSentence = -1;
        foreach (var phrase in said.OrderBy(each => each.First))
        {
            var sentence = worded.Words[phrase.First].Sentence;
            if (sentence == lastSentence || !sight.IsPromise(phrase))
                continue;
            var words = sight.SentenceOf(phrase);
            if (found.Exists(each => each.Words == words))
            {
                lastSentence = sentence;
                continue;
            }

            var day = days.Of(sentence, phrase.First);
            if (phrase.Tag == "timed" && day is null)
                continue;
            lastSentence = sentence;
            found.Add(new FoundPromise(words, day ?? now + PromiseDays.WithoutDay, day is not null));
            if (found.Count == Most)
                break;
        }

        return found;
    }

    private static List<SaidPhrase> Said(WordedText text)
    {
        var said = new List<SaidPhrase>();
        said.AddRange(Whole.In(text));
        said.AddRange(Start.In(text));
        said.AddRange(Timed.In(text));
        foreach (var (will, deed, stops, reach) in Tongues)
        {
            var begun = will.In(text);
            if (begun.Count == 0)
                continue;
            var deeds = deed.In(text).ToDictionary(each => each.First, each => each.Last);
            foreach (var phrase in begun)
            {
                if (EndOfDeed(text, phrase, deeds, stops, reach) is var end and >= 0)
                    said.Add(new SaidPhrase(phrase.First, end, "will"));
            }
        }

        return said;
    }

    private static int EndOfDeed(WordedText text, SaidPhrase will, Dictionary<int, int> deeds, FrozenSet<string> stops, int reach)
    {
        var words = text.Words;
        for (var i = will.Last + 1; i < words.Count && i <= will.Last + reach && words[i].Sentence == words[will.Last].Sentence; i++)
        {
            if (deeds.TryGetValue(i, out var last))
                return last;
            if (stops.Contains(words[i].Text))
                return -1;
        }

        return -1;
    }

    /// <summary>"5 p.m." ends no sentence. The text keeps its length.</summary>
    private static string Mended(string text)
    {
        if (!text.Contains(".m.", StringComparison.OrdinalIgnoreCase))
            return text;
        var mended = text.ToCharArray();
        for (var i = 1; i + 2 < mended.Length; i++)
        {
            if (mended[i] != '.' || mended[i + 1] is not ('m' or 'M') || mended[i + 2] != '.' || mended[i - 1] is not ('a' or 'p' or 'A' or 'P'))
                continue;
            var next = i + 3;
            while (next < mended.Length && mended[next] == ' ')
                next++;
            var ends = next == mended.Length || char.IsUpper(mended[next]) || mended[next] == '\n';
            (mended[i], mended[i + 1], mended[i + 2]) = ('m', ends ? '.' : ' ', ' ');
        }

        return new string(mended);
    }

    private static PhraseList ListOf(params string[] kinds) => new(kinds.SelectMany(kind => Lines[kind].Select(phrase => (phrase, kind))));

    private static FrozenSet<string> WordsOf(string kind) => Lines[kind].Select(word => Domain.Understanding.WordStream.Fold(word)).ToFrozenSet();

    private static (PhraseList Will, PhraseList Deed, FrozenSet<string> Stops, int Reach) TongueOf(string language, int reach)
    {
        var of = PhraseList.ReadIn("promised.tsv", language);
        return (new PhraseList(of["will"].Select(phrase => (phrase, "will"))), new PhraseList(of["deed"].Select(phrase => (phrase, "deed"))), of["stop"].Select(word => Domain.Understanding.WordStream.Fold(word)).ToFrozenSet(), reach);
    }

    /// <summary>What stands around the phrases of one text, looked at once.</summary>
    private sealed class Sight
    {
        private readonly WordedText text;
        private readonly int[] stretch;
        private readonly List<(int Start, int End)> quotes;
        private readonly ILookup<int, SaidPhrase> voids;
        private readonly ILookup<int, SaidPhrase> requests;
        private readonly ILookup<int, SaidPhrase> conditions;
        private readonly HashSet<int> once;
        private readonly HashSet<int> goesOn;

        /// <summary>The last "not" of each stretch.</summary>
        private readonly Dictionary<int, int> lastNot = [];

        public Sight(WordedText text)
        {
            this.text = text;
            stretch = Stretches(text);
            quotes = Quotes(text.Text);
            voids = BySentence(Void.In(text));
            requests = BySentence(Requests.In(text).Where(phrase => phrase.Tag == "request"));
            conditions = BySentence(Conditions.In(text).Where(IsCondition));
            once = [.. Once.In(text).Select(phrase => text.Words[phrase.First].Sentence)];
            goesOn = [.. text.Words.Where(word => Then.Contains(word.Text)).Select(word => word.Sentence)];
            for (var i = 0; i < stretch.Length; i++)
            {
                if (NotAfter.Contains(text.Words[i].Text))
                    lastNot[stretch[i]] = i;
            }
        }

        public bool IsPromise(SaidPhrase phrase)
        {
            var words = text.Words;
            var sentence = words[phrase.First].Sentence;
            if (text.Sentences[sentence].Asks || once.Contains(sentence) || conditions[sentence].Any())
                return false;
            if (phrase.Tag == "start" && phrase.First > 0 && stretch[phrase.First - 1] == stretch[phrase.First] && !Joins.Contains(words[phrase.First - 1].Text))
                return false;
            if (requests[sentence].Any(request => request.First < phrase.First) || (sentence > 0 && requests[sentence - 1].Any() && goesOn.Contains(sentence)))
                return false;
            return !voids[sentence].Any(each => each.First <= phrase.Last) && !IsQuoted(words[phrase.First].Start) && !IsTurned(phrase) && !LacksApostrophe(phrase);
        }

        /// <summary>The sentence in one line; from the phrase on where the sentence is too long to hold both.</summary>
        public string SentenceOf(SaidPhrase phrase)
        {
            var words = text.Words;
            var sentence = words[phrase.First].Sentence;
            var start = words[text.Sentences[sentence].First].Start;
            if (words[phrase.Last].End - start > Promise.LongestWords - 20)
                start = words[phrase.First].Start;
            var last = phrase.Last;
            while (last + 1 < words.Count && words[last + 1].Sentence == sentence && words[last].End - start <= Promise.LongestWords)
                last++;
            var end = words[last].End;
            while (end < text.Text.Length && text.Text[end] is '.' or '!' or '…' or ')' or '”' or '»')
                end++;
            return CleanText.Line(text.Text[start..end], Promise.LongestWords);
        }

        /// <summary>"Check if" asks, "sí," is a yes.</summary>
        private bool IsCondition(SaidPhrase phrase)
        {
            var words = text.Words;
            var first = words[phrase.First];
            if (first.Text == "si" && (text.Text.AsSpan(first.Start, first.Length).ContainsAny('í', 'Í') || (phrase.First + 1 < words.Count && words[phrase.First + 1].Clause != first.Clause)))
                return false;
            return phrase.First == 0 || words[phrase.First - 1].Sentence != first.Sentence || !Asks.Contains(words[phrase.First - 1].Text);
        }

        private bool IsTurned(SaidPhrase phrase)
        {
            var words = text.Words;
            for (var i = phrase.First; i >= 0 && i >= phrase.First - ReachBefore && stretch[i] == stretch[phrase.First]; i--)
            {
                if (NotBefore.Contains(words[i].Text))
                    return true;
            }

            for (var i = phrase.First; i <= phrase.Last; i++)
            {
                if (NotAfter.Contains(words[i].Text))
                    return true;
            }

            return lastNot.TryGetValue(stretch[phrase.Last], out var not) && not > phrase.Last;
        }

        /// <summary>Words lose their apostrophes: "well" and "ill" are "we'll" and "I'll" only where one stands in them.</summary>
        private bool LacksApostrophe(SaidPhrase phrase)
        {
            var word = text.Words[phrase.First];
            return word.Text is "well" or "ill" or "were" && !text.Text.AsSpan(word.Start, word.Length).ContainsAny('\'', '’');
        }

        private bool IsQuoted(int at) => quotes.Exists(quote => quote.Start < at && at < quote.End);

        private ILookup<int, SaidPhrase> BySentence(IEnumerable<SaidPhrase> phrases) => phrases.ToLookup(phrase => text.Words[phrase.First].Sentence);

        /// <summary>Clauses, and within them what is joined by "and" or "but": a "not" reaches no further.</summary>
        private static int[] Stretches(WordedText text)
        {
            var of = new int[text.Words.Count];
            var at = 0;
            for (var i = 1; i < of.Length; i++)
            {
                if (text.Words[i].Clause != text.Words[i - 1].Clause || Joins.Contains(text.Words[i].Text))
                    at++;
                of[i] = at;
            }

            return of;
        }

        /// <summary>What stands between quotation marks is somebody else's. One that is not closed within its line quotes nothing.</summary>
        private static List<(int Start, int End)> Quotes(string text)
        {
            var found = new List<(int Start, int End)>();
            var open = -1;
            for (var i = 0; i < text.Length; i++)
            {
                var c = text[i];
                if (c == '\n')
                    open = -1;
                else if (open < 0 && c is '"' or '“' or '„' or '«' or '»' or '”')
                    open = i;
                else if (open >= 0 && Closes(text[open], c))
                {
                    found.Add((open, i));
                    open = -1;
                }
            }

            return found;
        }

        private static bool Closes(char open, char c) => open switch
        {
            '"' => c == '"',
            '“' => c == '”',
            '„' => c is '“' or '”',
            '«' => c == '»',
            '»' => c == '«',
            _ => c == '”',
        };
    }
}

/// <summary>What a text commits us to.</summary>
/// <param name="Words">One sentence in one line.</param>
/// <param name="IsDated">Its words name the day; otherwise it is a day from now.</param>
public sealed record FoundPromise(string Words, DateTimeOffset DueAt, bool IsDated);
