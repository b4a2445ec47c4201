using System.Globalization;
using System.Text;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;
using PageWatch.Pipeline.Understanding.Personal;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Drafts;

/// <summary>
/// Learns from published replies what staff usually change: for each clause and language how often it was sent, how often unchanged, and what was taken out and put in again and again.
/// Takes one reply after another and keeps counts of short phrases, however many replies there are. Pure; never throws for any text.
/// </summary>
public sealed class UsualChanges
{
    /// <summary>What was done less often is somebody's whim.</summary>
    public const int LeastTimes = 3;

    /// <summary>What was only ever done for one person is about that person.</summary>
    public const int LeastPeople = 2;

    /// <summary>One reply in so many, at least: three changes of a thousand replies are not usual.</summary>
    public const int OneIn = 20;

    /// <summary>Told of one clause.</summary>
    public const int MostEdits = 3;

    /// <summary>Phrases of a clause in a language that are counted at once; past it those that were met least are forgotten.</summary>
    public const int MostPhrases = 2_000;

    /// <summary>UTF-16 units of a text that are looked at.</summary>
    private const int LongestText = 4_000;

    /// <summary>UTF-16 units of a phrase; what is longer is another sentence, not an edit.</summary>
    private const int LongestPhrase = 60;

    private const int MostWords = 8;

    private const int MostEditsOfReply = 20;

    private const int MostClauses = 1_000;

    private const int MostNames = 20_000;

    private static readonly Dictionary<string, string> NoName = new()
    {
        [ReplyTemplate.Problem] = ReplyTemplate.Problem,
        [ReplyTemplate.Page] = ReplyTemplate.Page,
    };

    private readonly Dictionary<(string? Title, string Language), Clause> clauses = [];

    /// <summary>First names of all who were answered and names of all who approved, folded: who signs for a colleague names neither themselves nor whom they answer.</summary>
    private readonly HashSet<string> people = new(StringComparer.Ordinal);

    /// <summary>Phrases that are counted now.</summary>
    public int Phrases => clauses.Values.Sum(clause => clause.Phrases);

    /// <summary>Whether a proposal went out as it was: a name that was put in, taken out or mended, an open slot that was filled and other spaces are no changes.</summary>
    /// <param name="author">Whom it answers, as the page shows the name.</param>
    public static bool IsUnchanged(string proposed, string sent, string author)
    {
        var (before, after) = (OneLine(proposed), OneLine(sent));
        if (before == after)
            return true;
        if (before.Length > LongestText || after.Length > LongestText)
            return false;
        var names = NamesIn(author);
        (before, after) = (WithoutName(before, names), WithoutName(after, names));
        return before == after || (before.AsSpan().IndexOfAny('{', '[') >= 0 && Groups(before, after).All(group => IsFilledSlot(group.Taken, group.Put)));
    }

    public static IReadOnlyList<ClauseChanges> Of(IEnumerable<DraftOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        var changes = new UsualChanges();
        foreach (var outcome in outcomes)
            changes.Add(outcome);
        return changes.Told();
    }

    /// <summary>The latest first: of a clause's numbers the first that is met is told.</summary>
    public void Add(DraftOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var key = (outcome.Clause?.Title, outcome.Language);
        if (!clauses.TryGetValue(key, out var clause))
        {
            if (clauses.Count == MostClauses)
                return;
            clauses[key] = clause = new Clause(outcome.Clause);
        }

        if (people.Count < MostNames)
            people.UnionWith(WordStream.Of($"{FirstName.Of(new Author(null, outcome.Author))} {outcome.ByName}").Select(word => word.Text));
        clause.Sent++;
        if (outcome.WasUnchanged)
        {
            clause.Unchanged++;
            return;
        }

        // The words of an erased post's reply are gone; that it was changed still counts.
        if (outcome.Proposed.Length == 0 || outcome.Sent.Length == 0)
            return;
        foreach (var edit in EditsOf(outcome))
            clause.Count(edit, outcome.Person);
    }

    /// <returns>Those sent most first.</returns>
    public IReadOnlyList<ClauseChanges> Told() =>
    [
        .. clauses.Select(each => new ClauseChanges(each.Value.Cited, each.Key.Language, each.Value.Sent, each.Value.Unchanged, each.Value.Usual(people)))
            .OrderByDescending(changes => changes.Sent).ThenBy(changes => changes.Clause?.Title, StringComparer.Ordinal).ThenBy(changes => changes.Language, StringComparer.Ordinal),
    ];

    private static IEnumerable<Edit> EditsOf(DraftOutcome outcome)
    {
        var names = NamesIn(outcome.Author);
        var (before, after) = (Plain(outcome.Proposed, names), Plain(outcome.Sent, names));
        var hidden = new HashSet<string>(WordStream.Of(CleanText.Line(outcome.Author, Author.LongestName) + " " + outcome.ByName).Select(word => word.Text), StringComparer.Ordinal);
        var groups = Groups(before, after);
        // Where little is left of a text, what stayed is chance: somebody wrote another one.
        var all = WordStream.Of(before).Count;
        if ((all - groups.Sum(group => group.TakenWords.Count)) * 3 < all)
            return [];
        var edits = new Dictionary<(TextPieceKind, string), Edit>();
        foreach (var group in groups.Where(group => !IsFilledSlot(group.Taken, group.Put)))
        {
            if (edits.Count >= MostEditsOfReply)
                break;
            Take(TextPieceKind.Taken, outcome.Proposed, group.Taken, group.TakenWords, group.Place);
            Take(TextPieceKind.Put, outcome.Sent, group.Put, group.PutWords, group.Place);
        }

        return edits.Values;

        void Take(TextPieceKind kind, string whole, string text, IReadOnlyList<WordStream.Word> words, EditPlace place)
        {
            if (words.Count == 0)
                return;
            var phrase = text[words[0].Start..(words[^1].Start + words[^1].Length)];
            if (phrase.Length > LongestPhrase || phrase.Count(c => c == ' ') >= MostWords || HoldsSomebody(phrase, hidden))
                return;
            // Where a name stood before it, it began no sentence.
            var inside = char.ToLowerInvariant(phrase[0]) + phrase[1..];
            if (place == EditPlace.Beginning && !whole.Contains(phrase, StringComparison.Ordinal) && whole.Contains(inside, StringComparison.Ordinal))
                (phrase, place) = (inside, EditPlace.Within);
            var key = string.Join(' ', words.Select(word => word.Text));
            edits.TryAdd((kind, key), new Edit(kind, place, phrase, key));
        }
    }

    /// <summary>Places where the two texts differ, in their order.</summary>
    private static List<Group> Groups(string before, string after)
    {
        var pieces = TextDiff.Of(before, after);
        var groups = new List<Group>();
        for (var i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind == TextPieceKind.Kept)
                continue;
            var first = i;
            var taken = pieces[i].Kind == TextPieceKind.Taken ? pieces[i].Text : "";
            var put = pieces[i].Kind == TextPieceKind.Put ? pieces[i].Text : "";
            if (taken.Length > 0 && i + 1 < pieces.Count && pieces[i + 1].Kind == TextPieceKind.Put)
                put = pieces[++i].Text;
            groups.Add(new Group(taken, put, first == 0, i == pieces.Count - 1));
        }

        return groups;
    }

    /// <summary>"{problem}", "[order number]": somebody was to write something there, and did.</summary>
    private static bool IsFilledSlot(string taken, string put)
    {
        var slot = taken.Trim().TrimEnd('.', ',', ';', ':', '!', '?');
        return slot is ['{', .., '}'] or ['[', .., ']'] && !string.IsNullOrWhiteSpace(put);
    }

    /// <summary>A name of whoever is answered or approved, a first name of anybody, a handle, a number or an address: rather a phrase too few than a person too many.</summary>
    private static bool HoldsSomebody(string phrase, HashSet<string> hidden)
    {
        if (phrase.AsSpan().IndexOfAny(PersonalMask.Cover, '@') >= 0 || PersonalFinder.In(phrase).Count > 0)
            return true;
        foreach (var word in WordStream.Of(phrase))
        {
            if (hidden.Contains(word.Text) || hidden.Any(name => IsPartOf(name, word.Text) || IsPartOf(word.Text, name)))
                return true;
            var letters = word.Text.Where(char.IsLetter).Select(LetterFold.Fold).ToArray();
            var who = letters.Length == 0 ? Who.Nobody : PeopleWords.Of(TextHash.Of(letters));
            if (who == Who.Name || (who == Who.CapitalName && char.IsUpper(phrase[word.Start])))
                return true;
        }

        return false;

        // "JanaK" and "Jana", "Jana" and "Janas".
        static bool IsPartOf(string part, string whole) => part.Length >= 3 && whole.Contains(part, StringComparison.Ordinal);
    }

    private static string Plain(string text, IReadOnlyList<string> names)
    {
        text = CleanText.Cut(OneLine(text), LongestText);
        return WithoutName(WithoutHandles(PersonalMask.Apply(text, PersonalFinder.In(text))), names);
    }

    private static string WithoutHandles(string text)
    {
        if (!text.Contains('@', StringComparison.Ordinal))
            return text;
        var covered = text.ToCharArray();
        var isInside = false;
        for (var i = 0; i < covered.Length; i++)
        {
            isInside = covered[i] == '@' || (isInside && (char.IsLetterOrDigit(covered[i]) || covered[i] is '_' or '.' or '-'));
            if (isInside)
                covered[i] = PersonalMask.Cover;
        }

        return new string(covered);
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>As somebody may be spoken to, the longest first.</summary>
    private static List<string> NamesIn(string author)
    {
        var whole = CleanText.Line(author, Author.LongestName);
        var parts = whole.Split([' ', '.', ',', '_', '@'], StringSplitOptions.RemoveEmptyEntries).Where(part => part.Length >= 3 && char.IsUpper(part[0]));
        return [.. parts.Append(whole).Append(FirstName.Of(new Author(null, whole)) ?? "").Where(name => name.Any(char.IsLetter)).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length)];
    }

    /// <summary>The text as the playbook would have written it for somebody without a name.</summary>
    private static string WithoutName(string text, IReadOnlyList<string> names)
    {
        foreach (var name in names)
            text = Slotted(text, name);
        return text.Contains(ReplyTemplate.Name, StringComparison.Ordinal) ? OneLine(ReplyTemplate.Fill(text, NoName)) : text;
    }

    private static string Slotted(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
            return text;
        var slotted = new StringBuilder(text.Length + 16);
        var from = 0;
        for (; at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            var end = at + name.Length;
            if (at < from || IsJoined(text, at - 1, name[0]) || IsJoined(text, end, name[^1]))
                continue;
            slotted.Append(text, from, at - from).Append(ReplyTemplate.Name);
            from = end;
        }

        return slotted.Append(text, from, text.Length - from).ToString();

        // Scripts without spaces set no space before a name either. A slot that stands there already is no name.
        static bool IsJoined(string text, int beside, char edge) =>
            beside >= 0 && beside < text.Length && (text[beside] is '{' or '}' || (char.IsLetterOrDigit(text[beside]) && CharUnicodeInfo.GetUnicodeCategory(edge) != UnicodeCategory.OtherLetter));
    }

    /// <summary>A place where two texts differ.</summary>
    private sealed record Group
    {
        /// <param name="isFirst">Nothing stands before it.</param>
        /// <param name="isLast">Nothing follows.</param>
        public Group(string taken, string put, bool isFirst, bool isLast)
        {
            (Taken, Put) = (taken, put);
            var (before, after) = (WordStream.Of(taken), WordStream.Of(put));
            // "Unfortunately, we" for "We" takes out one word; and where nothing stands between words, a whole sentence changes with one of them.
            var most = Math.Min(before.Count, after.Count);
            var same = 0;
            while (same < most && before[same].Text == after[same].Text)
                same++;
            var sameEnd = 0;
            while (sameEnd < most - same && before[^(sameEnd + 1)].Text == after[^(sameEnd + 1)].Text)
                sameEnd++;
            (TakenWords, PutWords) = ([.. before.Take(before.Count - sameEnd).Skip(same)], [.. after.Take(after.Count - sameEnd).Skip(same)]);
            Place = isFirst && same == 0 ? EditPlace.Beginning : isLast && sameEnd == 0 ? EditPlace.End : EditPlace.Within;
        }

        public string Taken { get; }

        public string Put { get; }

        /// <summary>Of <see cref="Taken"/>, without those at its ends that were put there again.</summary>
        public IReadOnlyList<WordStream.Word> TakenWords { get; }

        public IReadOnlyList<WordStream.Word> PutWords { get; }

        public EditPlace Place { get; }
    }

    /// <param name="Key">By which the same phrase is known in other cases and accents.</param>
    private sealed record Edit(TextPieceKind Kind, EditPlace Place, string Words, string Key);

    private sealed class Clause(CitedClause? cited)
    {
        private readonly Dictionary<(TextPieceKind Kind, string Key), Phrase> phrases = [];

        public CitedClause? Cited { get; } = cited;

        public int Phrases => phrases.Count;

        public int Sent { get; set; }

        public int Unchanged { get; set; }

        public void Count(Edit edit, string person)
        {
            var key = (edit.Kind, edit.Key);
            if (!phrases.TryGetValue(key, out var phrase))
            {
                Forget();
                phrases[key] = phrase = new Phrase(edit.Words, person);
            }

            phrase.Times++;
            phrase.IsOfSome |= phrase.Person != person;
            phrase.Beginnings += edit.Place == EditPlace.Beginning ? 1 : 0;
            phrase.Ends += edit.Place == EditPlace.End ? 1 : 0;
            // "unfortunately" rather than "Unfortunately": inside a sentence a word stands as it is.
            if (char.IsUpper(phrase.Words[0]) && char.IsLower(edit.Words[0]))
                phrase.Words = edit.Words;
        }

        public IReadOnlyList<TypicalEdit> Usual(IReadOnlySet<string> people) =>
        [
            .. phrases.Where(each => each.Value is { Times: >= LeastTimes, IsOfSome: true } && each.Value.Times * OneIn >= Sent && !Names(each.Value.Words, people))
                .OrderByDescending(each => each.Value.Times).ThenBy(each => each.Key.Kind).ThenBy(each => each.Key.Key, StringComparer.Ordinal)
                .Take(MostEdits).Select(each => new TypicalEdit(each.Key.Kind == TextPieceKind.Put, each.Value.Place, each.Value.Words, each.Value.Times)),
        ];

        private static bool Names(string words, IReadOnlySet<string> people) => WordStream.Of(words).Any(word => !char.IsLower(words[word.Start]) && people.Contains(word.Text));

        private void Forget()
        {
            for (var times = 1; phrases.Count >= MostPhrases; times++)
            {
                foreach (var (rare, phrase) in phrases.ToList())
                {
                    if (phrase.Times <= times)
                        phrases.Remove(rare);
                }
            }
        }
    }

    private sealed class Phrase(string words, string person)
    {
        public string Words { get; set; } = words;

        /// <summary>The first for whom it was done; one is enough to know whether there are more.</summary>
        public string Person { get; } = person;

        public bool IsOfSome { get; set; }

        public int Times { get; set; }

        public int Beginnings { get; set; }

        public int Ends { get; set; }

        public EditPlace Place => Beginnings * 2 > Times ? EditPlace.Beginning : Ends * 2 > Times ? EditPlace.End : EditPlace.Within;
    }
}

/// <summary>What people did with the sentences of a clause in one language.</summary>
/// <param name="Clause">Null for words that were not the playbook's.</param>
/// <param name="Sent">How many replies began as it.</param>
/// <param name="Unchanged">Of them, those that went out as they were but for a name.</param>
/// <param name="Edits">At most three, the most frequent first; no name and no personal data in them.</param>
public sealed record ClauseChanges(CitedClause? Clause, string Language, int Sent, int Unchanged, IReadOnlyList<TypicalEdit> Edits);

/// <summary>A phrase that was taken out or put in again and again.</summary>
/// <param name="IsPut">False: taken out.</param>
/// <param name="Words">As somebody wrote them; a text from outside.</param>
/// <param name="Times">In how many replies.</param>
public sealed record TypicalEdit(bool IsPut, EditPlace Place, string Words, int Times);

/// <summary>Where in a reply something is mostly changed.</summary>
public enum EditPlace
{
    Within,

    /// <summary>A greeting, say.</summary>
    Beginning,

    /// <summary>A sign-off, say.</summary>
    End,
}
