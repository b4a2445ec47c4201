using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>Which atoms of some queries are in a post, and where. One is used for post after post, so that looking costs no memory.</summary>
internal sealed class QueryFindings
{
    /// <summary>Words of the title stand so far before those of the text that no phrase and no NEAR spans both.</summary>
    private const int TitleGap = 1_000;

    private const int LongestOnStack = 256;

    private readonly QueryAtoms atoms;
    private readonly int[] seenIn;
    private readonly int[] first;
    private readonly int[] last;
    private readonly int[] askedIn;
    private Occurrence[] occurrences = new Occurrence[64];
    private int occurrenceCount;
    private int look;

    public QueryFindings(QueryAtoms atoms, int queries)
    {
        this.atoms = atoms;
        seenIn = new int[atoms.Count];
        first = new int[atoms.Count];
        last = new int[atoms.Count];
        Found = new int[atoms.Count];
        askedIn = new int[queries];
    }

    /// <summary>A word of the post that is an atom.</summary>
    /// <param name="Position">Counts words.</param>
    /// <param name="Start">In the text, UTF-16; -1 in the title.</param>
    /// <param name="Next">The atom's next occurrence; -1 for none.</param>
    internal record struct Occurrence(int Position, int Start, int Length, int Next);

    /// <summary>The atoms that were found, the first <see cref="FoundCount"/> of them.</summary>
    public int[] Found { get; }

    public int FoundCount { get; private set; }

    /// <summary>Working space for <see cref="QueryTest"/>.</summary>
    public List<Span> Left { get; } = [];

    public List<Span> Right { get; } = [];

    /// <summary>A run of words: its first and last position, and where its text starts and ends (-1 in the title).</summary>
    internal readonly record struct Span(int First, int Last, int Start, int End);

    public ref readonly Occurrence this[int place] => ref occurrences[place];

    public bool Has(int atom) => seenIn[atom] == look;

    /// <returns>The place of its first occurrence; -1 when there is none.</returns>
    public int FirstOf(int atom) => seenIn[atom] == look ? first[atom] : -1;

    /// <summary>True once for each query and post.</summary>
    public bool IsFirstLook(int query)
    {
        if (askedIn[query] == look)
            return false;
        askedIn[query] = look;
        return true;
    }

    public void Look(QuerySubject subject)
    {
        if (++look == int.MaxValue)
        {
            Array.Clear(seenIn);
            Array.Clear(askedIn);
            look = 1;
        }

        FoundCount = 0;
        occurrenceCount = 0;
        if (atoms.HasWords)
        {
            var position = 0;
            if (subject.Post.Title is { } title)
                position = Cut(title, 0, isTitle: true) + TitleGap;
            Cut(subject.Post.Text, position, isTitle: false);
        }

        if (atoms.HasValues)
            LookAtValues(subject);
        foreach (var (field, number, atom) in atoms.Compared)
        {
            if (ValueOf(field.Name, subject) is { } value && Compares(value, field, number))
                Mark(atom);
        }
    }

    private int Cut(string text, int position, bool isTitle)
    {
        var words = atoms.WordsBySpan;
        var beginnings = atoms.BeginningsBySpan;
        Span<char> buffer = stackalloc char[LongestOnStack];
        var at = 0;
        while (WordStream.Next(text, ref at, out var start))
        {
            var word = text.AsSpan(start, at - start);
            var length = word.Length * 2 <= LongestOnStack ? WordStream.FoldShort(word, buffer) : -1;
            ReadOnlySpan<char> folded = length < 0 ? WordStream.Fold(word) : buffer[..length];
            if (folded.Length == 0)
                continue;
            if (words.TryGetValue(folded, out var atom))
                Add(atom, position, isTitle ? -1 : start, word.Length);
            foreach (var beginning in atoms.Lengths)
            {
                if (beginning > folded.Length)
                    break;
                if (beginnings.TryGetValue(folded[..beginning], out atom))
                    Add(atom, position, isTitle ? -1 : start, word.Length);
            }

            position++;
        }

        return position;
    }

    private void Add(int atom, int position, int start, int length)
    {
        if (occurrenceCount == occurrences.Length)
            Array.Resize(ref occurrences, occurrences.Length * 2);
        occurrences[occurrenceCount] = new Occurrence(position, start, length, -1);
        if (Mark(atom))
            first[atom] = occurrenceCount;
        else
            occurrences[last[atom]].Next = occurrenceCount;
        last[atom] = occurrenceCount++;
    }

    private bool Mark(int atom)
    {
        if (seenIn[atom] == look)
            return false;
        seenIn[atom] = look;
        Found[FoundCount++] = atom;
        return true;
    }

    private void LookAtValues(QuerySubject subject)
    {
        var (post, reading) = (subject.Post, subject.Reading);
        Value(QueryField.Is, IntentWord(reading.Intent));
        Value(QueryField.Is, "unclear", reading.Unclear is not null);
        Value(QueryField.Is, "review", post.Stars is not null);
        Value(QueryField.Is, "unanswered", !subject.IsAnswered);
        Value(QueryField.Is, "reply", post.ParentNativeId is not null);
        Value(QueryField.Sentiment, SentimentWord(reading.Sentiment));
        Value(QueryField.Urgency, UrgencyWord(reading.Urgency));
        Lower(QueryField.Lang, reading.Language);
        // "pt" asks for "pt-br" too.
        if (reading.Language.IndexOf('-', StringComparison.Ordinal) is > 0 and var dash && atoms.AsksFor(QueryField.Lang))
            Lower(QueryField.Lang, reading.Language[..dash]);
        Lower(QueryField.Page, subject.WatchName);
        Lower(QueryField.Platform, subject.Platform.Name);
        Value(QueryField.New, "author", post.IsAuthorsFirst);
        if (atoms.AsksFor(QueryField.Has))
        {
            foreach (var attachment in post.Attachments)
                Value(QueryField.Has, attachment.Kind switch { AttachmentKind.Picture => "picture", AttachmentKind.Video => "video", AttachmentKind.Audio => "audio", _ => "" });
            Value(QueryField.Has, "link", post.Text.Contains("http://", StringComparison.OrdinalIgnoreCase) || post.Text.Contains("https://", StringComparison.OrdinalIgnoreCase));
            Value(QueryField.Has, "personal", reading.Personal.Count > 0);
        }

        if (atoms.AsksFor(QueryField.Author))
        {
            var name = WordStream.Fold(post.Author.Name);
            Value(QueryField.Author, name);
            if (post.Author.NativeId is { } id)
                Value(QueryField.Author, WordStream.Fold(id));
            Value(QueryField.Author, QueryFields.Staff, post.IsOurs || subject.StaffNames.Contains(name));
        }
    }

    private void Lower(QueryField field, string value)
    {
        if (atoms.AsksFor(field))
            Value(field, IsLower(value) ? value : value.ToLowerInvariant());
    }

    private void Value(QueryField field, string value, bool holds = true)
    {
        if (holds && atoms.Value(field, value) is >= 0 and var atom)
            Mark(atom);
    }

    private static bool IsLower(string value)
    {
        foreach (var c in value)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-' or '.'))
                return false;
        }

        return true;
    }

    private static double? ValueOf(QueryField field, QuerySubject subject) => field switch
    {
        QueryField.Stars => subject.Post.Stars,
        QueryField.Confidence => subject.Reading.SentimentConfidence,
        QueryField.Followers => subject.Post.Author.Followers,
        _ => subject.Post.PublishedAt.ToUnixTimeMilliseconds(),
    };

    private static bool Compares(double value, QueryNode.Field field, double number) => (field.Name, field.Comparison) switch
    {
        (QueryField.After, _) => value >= number,
        (QueryField.Before, _) => value < number,
        (_, QueryComparison.Less) => value < number,
        (_, QueryComparison.LessOrEqual) => value <= number,
        (_, QueryComparison.More) => value > number,
        (_, QueryComparison.MoreOrEqual) => value >= number,
        _ => value.Equals(number),
    };

    private static string IntentWord(Intent intent) => intent switch
    {
        Intent.Complaint => "complaint",
        Intent.Question => "question",
        Intent.Praise => "praise",
        Intent.Request => "request",
        Intent.Thanks => "thanks",
        Intent.Abuse => "abuse",
        Intent.Spam => "spam",
        _ => "other",
    };

    private static string SentimentWord(Sentiment sentiment) => sentiment switch
    {
        Sentiment.Negative => "negative",
        Sentiment.Positive => "positive",
        Sentiment.Mixed => "mixed",
        _ => "neutral",
    };

    private static string UrgencyWord(Urgency urgency) => urgency switch
    {
        Urgency.Now => "now",
        Urgency.Today => "today",
        _ => "whenever",
    };
}
