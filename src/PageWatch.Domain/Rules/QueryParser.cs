using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>Reads the query language. Never throws: a query is typed by people, and a wrong one gets a place and a mend.</summary>
/// <remarks>The grammar stands in this folder's README.</remarks>
public static class QueryParser
{
    /// <summary>A query longer than this is refused.</summary>
    public const int Longest = 2_000;

    /// <summary>Brackets and "-" within each other; nobody reads more.</summary>
    public const int Deepest = 50;

    /// <summary>A shorter beginning would match half of all words.</summary>
    private const int ShortestBeginning = 2;

    /// <summary>A field that its value alone asks for, as mail programs have it.</summary>
    private const string Unanswered = "unanswered";

    /// <summary>Whether a word means something else than itself where it stands without quotes.</summary>
    internal static bool IsReserved(string word) =>
        word is "OR" or "AND" or "NOT" or "NEAR" || word.StartsWith("NEAR/", StringComparison.Ordinal) || word.Equals(Unanswered, StringComparison.OrdinalIgnoreCase);

    public static QueryResult Parse(string text)
    {
        if (text.Length > Longest)
            return QueryResult.Wrong(Longest + 1, $"the query is {text.Length:N0} characters long", $"shorten it to {Longest:N0}");
        var reader = new Reader(text);
        var node = reader.ReadAny(0);
        if (reader.Problem is null && !reader.IsAtEnd)
            reader.Fail(reader.At, "there is no \"(\" for this \")\"", "drop it, or open the bracket before");
        if (reader.Problem is { } problem)
            return new QueryResult(null, problem);
        return node is null
            ? QueryResult.Wrong(1, "the query is empty", "type words, a \"phrase\" or a field such as is:complaint")
            : new QueryResult(new Query(node), null);
    }

    // Phones and chats turn straight quotes into curly ones.
    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„' or '«' or '»';

    private static bool IsSign(char c) => c is '<' or '>' or '=';

    private static bool EndsWord(char c) => char.IsWhiteSpace(c) || IsQuote(c) || c is '(' or ')';

    /// <summary>One walk through a text; after the first problem nothing more is read.</summary>
    private sealed class Reader(string text)
    {
        public int At { get; private set; }

        public QueryProblem? Problem { get; private set; }

        public bool IsAtEnd
        {
            get
            {
                while (At < text.Length && char.IsWhiteSpace(text[At]))
                    At++;
                return At == text.Length;
            }
        }

        public QueryNode? Fail(int at, string what, string mend)
        {
            Problem ??= new QueryProblem(at + 1, what, mend);
            return null;
        }

        /// <returns>Parts of which one must hold; null when there is none.</returns>
        public QueryNode? ReadAny(int depth)
        {
            var parts = new List<QueryNode>();
            while (true)
            {
                var start = Math.Max(At - 2, 0);
                if (ReadAll(depth) is not { } part)
                {
                    return parts.Count == 0 ? null : Fail(start, "nothing stands behind OR", "write what else may hold, or drop OR");
                }

                if (part is QueryNode.Any any)
                    parts.AddRange(any.Parts);
                else
                    parts.Add(part);
                if (!TakeWord("OR"))
                    return parts.Count == 1 ? parts[0] : new QueryNode.Any(parts);
            }
        }

        private QueryNode? ReadAll(int depth)
        {
            var parts = new List<QueryNode>();
            var wantsMore = false;
            while (true)
            {
                if (IsAtEnd || text[At] == ')' || IsWord("OR"))
                {
                    if (wantsMore)
                        return Fail(At, "nothing stands behind AND", "write what else must hold, or drop AND");
                    if (parts.Count == 0 && !IsAtEnd && IsWord("OR"))
                        return Fail(At, "nothing stands before OR", "write what else may hold, or drop OR");
                    return parts.Count switch { 0 => null, 1 => parts[0], _ => new QueryNode.All(parts) };
                }

                if (IsWord("AND"))
                {
                    if (parts.Count == 0 || wantsMore)
                        return Fail(At, "nothing stands before AND", "write what else must hold, or drop AND");
                    At += 3;
                    wantsMore = true;
                    continue;
                }

                if (ReadNot(depth) is not { } part)
                    return null;
                wantsMore = false;
                if (part is QueryNode.All all)
                    parts.AddRange(all.Parts);
                else
                    parts.Add(part);
            }
        }

        private QueryNode? ReadNot(int depth)
        {
            var start = At;
            var isNot = false;
            if (text[At] == '-' && At + 1 < text.Length && !char.IsWhiteSpace(text[At + 1]))
            {
                At++;
                isNot = true;
            }
            else if (TakeWord("NOT"))
            {
                isNot = true;
                if (IsAtEnd || text[At] == ')' || IsWord("OR") || IsWord("AND"))
                    return Fail(start, "nothing stands behind NOT", "write what must not hold, or drop NOT");
            }

            if (!isNot)
                return ReadNear(depth);
            if (depth >= Deepest)
                return TooDeep(start);
            return ReadNot(depth + 1) switch
            {
                null => null,
                QueryNode.Not twice => twice.Part,
                var part => new QueryNode.Not(part),
            };
        }

        private QueryNode? ReadNear(int depth)
        {
            var oneAt = At;
            var one = ReadAtom(depth);
            if (one is null || IsAtEnd || !text.AsSpan(At).StartsWith("NEAR", StringComparison.Ordinal))
                return one;
            var start = At;
            var word = Word();
            if (word == "NEAR")
                return Fail(start, "NEAR does not say how near", "write the number of words: NEAR/4");
            if (!word.StartsWith("NEAR/", StringComparison.Ordinal))
                return one;
            if (!int.TryParse(word.AsSpan(5), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var within) || within is < 1 or > QueryNode.Near.Furthest)
                return Fail(start + 5, $"\"{word[5..]}\" is no number of words", $"use 1 to {QueryNode.Near.Furthest}: NEAR/4");
            if (!IsNearable(one))
                return Fail(oneAt, "only words can be near each other", "put words, a \"phrase\" or (one OR another) before NEAR");
            At += word.Length;
            if (IsAtEnd || text[At] == ')')
                return Fail(start, $"nothing stands behind {word}", "write what has to be near");
            var otherAt = At;
            if ((text[At] == '-' && At + 1 < text.Length && !char.IsWhiteSpace(text[At + 1])) || IsWord("NOT") || IsWord("AND") || IsWord("OR"))
                return Fail(At, "only words can be near each other", $"put words, a \"phrase\" or (one OR another) behind {word}");
            var other = ReadAtom(depth);
            if (other is null)
                return null;
            if (!IsNearable(other))
                return Fail(otherAt, "only words can be near each other", $"put words, a \"phrase\" or (one OR another) behind {word}");
            if (!IsAtEnd && text.AsSpan(At).StartsWith("NEAR/", StringComparison.Ordinal))
                return Fail(At, "NEAR joins two things, not three", "write (a NEAR/4 b) (b NEAR/4 c)");
            return new QueryNode.Near(one, other, within);
        }

        private static bool IsNearable(QueryNode node) => node is QueryNode.Words || (node is QueryNode.Any any && any.Parts.All(part => part is QueryNode.Words));

        private QueryNode? ReadAtom(int depth)
        {
            var start = At;
            var c = text[At];
            if (c == '(')
            {
                if (depth >= Deepest)
                    return TooDeep(start);
                At++;
                var inner = ReadAny(depth + 1);
                if (Problem is not null)
                    return null;
                if (IsAtEnd)
                    return Fail(start, "the bracket is not closed", "add a \")\" where it ends");
                At++;
                return inner ?? Fail(start, "there is nothing in the brackets", "drop them, or write what must hold");
            }

            if (IsQuote(c))
            {
                return Quoted() is { } quoted
                    ? WordsOf(quoted, isQuoted: true, start)
                    : Fail(start, "the quote is not closed", "add a \" at the end of the phrase");
            }

            var word = Word();
            if (word == "NEAR" || word.StartsWith("NEAR/", StringComparison.Ordinal))
                return Fail(start, $"nothing stands before {word}", "write what has to be near");
            if (word.Equals(Unanswered, StringComparison.OrdinalIgnoreCase))
            {
                At += word.Length;
                return new QueryNode.Field(QueryField.Is, QueryComparison.Equal, Unanswered);
            }

            var name = NameIn(word);
            if (name > 0 && name < word.Length && word[name] == ':')
                return ReadField(start, name);
            if (name > 0 && name < word.Length && IsSign(word[name]) && QueryFields.Find(word[..name]) is not null)
                return ReadField(start, name);
            if (word.AsSpan().IndexOfAny('<', '>') is >= 0 and var sign)
                return Fail(start + sign, "nothing here can be compared", "compare stars, confidence or followers: stars<=2");
            At += word.Length;
            return WordsOf(word, isQuoted: false, start);
        }

        private QueryNode? ReadField(int start, int nameLength)
        {
            var typedName = text.Substring(start, nameLength);
            if (QueryFields.Find(typedName) is not { } field)
            {
                var known = string.Join(", ", QueryFields.Words.Select(word => word + ":"));
                return ClosestName.To(typedName, QueryFields.Words) is { } meant
                    ? Fail(start, $"there is no field \"{typedName}\"", $"did you mean {meant}:? There are {known}")
                    : Fail(start, $"there is no field \"{typedName}\"", $"use one of {known} or put the words in quotes");
            }

            At = start + nameLength;
            var signAt = At;
            var comparison = Comparison(field.IsNumber);
            if (comparison != QueryComparison.Equal && !field.IsNumber)
                return Fail(signAt, $"{field.Word} cannot be compared", $"write it with a colon: {field.Example}");

            var valueAt = At;
            string? value;
            if (At < text.Length && IsQuote(text[At]))
            {
                value = Quoted();
                if (value is null)
                    return Fail(valueAt, "the quote is not closed", "add a \" at the end of the value");
            }
            else
            {
                value = Word();
                At += value.Length;
            }

            value = value.Trim();
            if (value.Length == 0)
                return Fail(valueAt, $"{field.Word} has no value", $"write it without a space: {field.Example}");
            var (read, problem, mend) = field.Read(value);
            return read is null ? Fail(valueAt, problem!, mend!) : new QueryNode.Field(field.Name, comparison, read);
        }

        private QueryComparison Comparison(bool isNumber)
        {
            var sign = text[At++];
            // As some write it: stars:>=2.
            if (sign == ':' && isNumber && At < text.Length && IsSign(text[At]))
                sign = text[At++];
            var orEqual = sign is '<' or '>' && At < text.Length && text[At] == '=';
            if (orEqual)
                At++;
            return (sign, orEqual) switch
            {
                ('<', false) => QueryComparison.Less,
                ('<', true) => QueryComparison.LessOrEqual,
                ('>', false) => QueryComparison.More,
                ('>', true) => QueryComparison.MoreOrEqual,
                _ => QueryComparison.Equal,
            };
        }

        private QueryNode? WordsOf(string typed, bool isQuoted, int start)
        {
            var trimmed = typed.Trim();
            var inner = start + (isQuoted ? 1 : 0) + (typed.Length - typed.TrimStart().Length);
            var anyEnding = trimmed.EndsWith('*');
            if (anyEnding)
                trimmed = trimmed[..^1];
            if (trimmed.IndexOf('*', StringComparison.Ordinal) is >= 0 and var star)
                return Fail(inner + star, "\"*\" stands only at the end of a word", "write the beginning of the word: refund*");
            var folded = WordStream.Of(trimmed);
            if (folded.Count == 0)
                return Fail(start, "there is no word here", "type letters, digits or an emoji");
            var last = folded[^1];
            if (anyEnding && last.Start + last.Length < trimmed.Length)
                return Fail(inner + trimmed.Length, "\"*\" stands only at the end of a word", "write the beginning of the word: refund*");
            if (anyEnding && last.Text.Length < ShortestBeginning && last.Text[0] < 0x0E00)
                return Fail(inner + last.Start, $"\"{last.Text}*\" would be found in every other post", "write two letters at least before the \"*\"");
            return new QueryNode.Words(trimmed, [.. folded.Select(word => word.Text)], isQuoted, anyEnding);
        }

        private QueryNode? TooDeep(int at) => Fail(at, $"brackets lie more than {Deepest} deep", "take some away: \"a (b OR c)\" needs one pair");

        /// <returns>How many letters stand at its beginning.</returns>
        private static int NameIn(string word)
        {
            var length = 0;
            while (length < word.Length && char.IsLetter(word[length]))
                length++;
            return length;
        }

        /// <summary>What stands here without a space, quote or bracket; the place stays.</summary>
        private string Word()
        {
            var end = At;
            while (end < text.Length && !EndsWord(text[end]))
                end++;
            return text[At..end];
        }

        private bool IsWord(string word) =>
            text.AsSpan(At).StartsWith(word, StringComparison.Ordinal) && (At + word.Length == text.Length || EndsWord(text[At + word.Length]));

        private bool TakeWord(string word)
        {
            if (IsAtEnd || !IsWord(word))
                return false;
            At += word.Length;
            return true;
        }

        /// <returns>What stands between the quotes, the place moved behind them; null when they are not closed.</returns>
        private string? Quoted()
        {
            var start = At + 1;
            var end = start;
            while (end < text.Length && !IsQuote(text[end]))
                end++;
            if (end == text.Length)
                return null;
            At = end + 1;
            return text[start..end];
        }
    }
}

/// <summary>A query, or what is wrong with the text.</summary>
public sealed record QueryResult(Query? Query, QueryProblem? Problem)
{
    internal static QueryResult Wrong(int column, string what, string mend) => new(null, new QueryProblem(column, what, mend));
}

/// <param name="Column">From 1, in UTF-16 units.</param>
public sealed record QueryProblem(int Column, string What, string Mend)
{
    public override string ToString() => $"Column {Column}: {What}; {Mend}.";
}
