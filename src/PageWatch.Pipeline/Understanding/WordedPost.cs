using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Languages;
using PageWatch.Pipeline.Understanding.Personal;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Understanding;

/// <summary>A post as the word lists see it: what is read of it, its language, the phrases that were found, how they sound.</summary>
internal sealed class WordedPost
{
    private const int LongestTitle = 500;

    private readonly int _seam;
    private readonly int _skipped;

    private WordedPost(Post post)
    {
        Post = post;
        var text = post.Text;
        if (text.Length > PlainText.LongestRead)
        {
            var from = text.Length - (PlainText.LongestRead - PlainText.LongestOpening);
            var opening = text.AsSpan(0, char.IsHighSurrogate(text[PlainText.LongestOpening - 1]) ? PlainText.LongestOpening - 1 : PlainText.LongestOpening);
            from += char.IsLowSurrogate(text[from]) ? 1 : 0;
            text = string.Concat(opening, "\n", text.AsSpan(from));
            (_seam, _skipped) = (opening.Length, from - opening.Length - 1);
        }

        if (!string.IsNullOrWhiteSpace(post.Title))
        {
            TitleLength = Math.Min(post.Title.Length, LongestTitle) + 1;
            text = string.Concat(post.Title.AsSpan(0, TitleLength - 1), "\n", text);
        }

        Text = text;
        Words = WordedText.Of(text);
        (Language, Found) = Understand(Words, post.LanguageHint);
        Tone = ToneScore.Of(Words, Found);
    }

    public Post Post { get; }

    /// <summary>The title, a line feed, and what is read of the text.</summary>
    public string Text { get; }

    /// <summary>The middle of the post is not read.</summary>
    public bool IsCut => _skipped > 0;

    /// <summary>Where the text begins behind the title.</summary>
    public int TitleLength { get; }

    public WordedText Words { get; }

    public LanguageGuess Language { get; }

    public FoundPhrases Found { get; }

    public ToneScore Tone { get; }

    public static WordedPost Of(Post post) => new(post);

    /// <summary>Where a place of <see cref="Text"/> stands in the post's own text; null in the title, and where the text is cut.</summary>
    public int? PlaceOf(int start, int length)
    {
        var at = start - TitleLength;
        if (at < 0)
            return null;
        if (!IsCut || at + length <= _seam)
            return at;
        return at > _seam ? at + _skipped : null;
    }

    /// <summary>Evidence whose places count from behind the title, as places in the post's own text.</summary>
    public IReadOnlyList<Evidence> InPost(IReadOnlyList<Evidence> evidence)
    {
        if (!IsCut)
            return evidence;
        var placed = new List<Evidence>();
        foreach (var each in evidence)
        {
            if (PlaceOf(each.Start + TitleLength, each.Length) is { } start)
                placed.Add(each with { Start = start });
        }

        return placed;
    }

    /// <summary>The reading of the post, from what was decided.</summary>
    /// <param name="readBy">Name and version of the reader.</param>
    /// <param name="doubt">Null when it is sure enough.</param>
    /// <param name="evidence">In places of the post's own text.</param>
    public Reading Reading(
        string readBy, Sentiment sentiment, double sureness, IntentScore intent, Urgency urgency, IReadOnlyList<string> reasons, Doubt? doubt, IReadOnlyList<Evidence> evidence)
    {
        // In the whole post, for it is masked, read or not.
        var personal = PersonalFinder.In(Post.Text);
        return new Reading
        {
            Post = Post.Id,
            Revision = Post.Revision,
            Language = Language.Language,
            LanguageConfidence = Language.Confidence,
            Sentiment = sentiment,
            SentimentConfidence = sureness,
            Intent = intent.Intent,
            IntentConfidence = intent.Confidence,
            Urgency = urgency,
            UrgencyReasons = reasons,
            Topics = TopicFinder.In(Words, Language.Language, Found, evidence, IsCut ? PersonalFinder.In(Text[TitleLength..]) : personal, TitleLength),
            Evidence = evidence,
            Unclear = doubt?.Unclear,
            Personal = personal,
            Remark = IsCut ? "it is very long: its middle was not read" : null,
            ReadBy = readBy,
        };
    }

    /// <summary>The language, and what the words of that language say. Where small words leave it open, the lists that find most decide.</summary>
    private static (LanguageGuess Language, FoundPhrases Found) Understand(WordedText text, string? hint)
    {
        var guess = LanguageFinder.Embedded.Find(text.Text, hint);
        var isPlain = guess.Confidence >= 0.6 && text.Said > 4;
        if (guess.IsKnown && (isPlain || text.Said > 12 || guess.ByScript))
            return (guess, WordFiles.Books.TryGetValue(guess.Language, out var book) ? book.Find(text) : new FoundPhrases(text, []));

        FoundPhrases? best = null;
        var language = guess;
        var most = 0.0;
        foreach (var candidate in WordFiles.InOrder)
        {
            var found = candidate.Find(text);
            var weight = found.Covered + (candidate.Language == guess.Language ? guess.Confidence : 0);
            if (found.Covered == 0 || weight <= most)
                continue;
            (best, most) = (found, weight);
            language = candidate.Language == guess.Language
                ? guess with { Confidence = Math.Max(guess.Confidence, 0.6) }
                : new LanguageGuess(candidate.Language, 0.5);
        }

        // A language without a list keeps its text, unless a list explains most of it ("Vielen Dank!").
        var isOther = guess.IsKnown && !WordFiles.Books.ContainsKey(guess.Language) && most < 0.75 * text.Said;
        return best is null || isOther
            ? (guess, WordFiles.Books.TryGetValue(guess.Language, out var known) ? known.Find(text) : new FoundPhrases(text, []))
            : (language, best);
    }
}
