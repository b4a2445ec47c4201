using System.Globalization;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Rules;

/// <summary>One thing that must hold.</summary>
public abstract record QueryTerm
{
    private QueryTerm()
    {
    }

    /// <returns>Where in the text it was found (may be empty); null when it does not hold.</returns>
    public abstract IReadOnlyList<Evidence>? Match(QuerySubject subject);

    /// <summary>Words that stand side by side, compared without case and accents; one word is a phrase of one.</summary>
    /// <param name="Typed">As typed, without quotes.</param>
    /// <param name="Folded">Cut and folded by <see cref="WordStream"/>; never empty.</param>
    public sealed record Words(string Typed, IReadOnlyList<string> Folded, bool Quoted) : QueryTerm
    {
        public override IReadOnlyList<Evidence>? Match(QuerySubject subject)
        {
            var words = subject.Words;
            List<Evidence>? found = null;
            for (var i = 0; i + Folded.Count <= words.Count; i++)
            {
                var same = true;
                for (var j = 0; same && j < Folded.Count; j++)
                    same = words[i + j].Text == Folded[j];
                if (!same)
                    continue;
                found ??= [];
                var first = words[i];
                var last = words[i + Folded.Count - 1];
                if (first.Start >= 0)
                    found.Add(new Evidence(first.Start, last.Start + last.Length - first.Start, "rule"));
            }

            return found;
        }

        public override string ToString() => Quoted ? $"\"{Typed}\"" : Typed;

        public bool Equals(Words? other) => other is not null && Folded.SequenceEqual(other.Folded);

        public override int GetHashCode() => Folded.Count == 0 ? 0 : HashCode.Combine(Folded.Count, Folded[0]);
    }

    /// <summary>A field with a value, as in <c>lang:de</c>.</summary>
    /// <param name="Value">In the form that is compared: lower case, one of the field's values where it has a list.</param>
    public sealed record Field(QueryField Name, string Value) : QueryTerm
    {
        public override IReadOnlyList<Evidence>? Match(QuerySubject subject) => Holds(subject) ? [] : null;

        public override string ToString()
        {
            var name = Name.ToString().ToLowerInvariant();
            return Value.Contains(' ', StringComparison.Ordinal) ? $"{name}:\"{Value}\"" : $"{name}:{Value}";
        }

        private bool Holds(QuerySubject subject) => Name switch
        {
            QueryField.Is => Value switch
            {
                "unclear" => subject.Reading.Unclear is not null,
                "review" => subject.Post.Stars is not null,
                _ => Same(subject.Reading.Intent.ToString()),
            },
            QueryField.Sentiment => Same(subject.Reading.Sentiment.ToString()),
            QueryField.Urgency => Same(subject.Reading.Urgency.ToString()),
            QueryField.Lang => Same(subject.Reading.Language),
            QueryField.Page => Same(subject.WatchName),
            QueryField.Platform => Same(subject.Platform.Name),
            QueryField.Author => WordStream.Fold(subject.Post.Author.Name) == WordStream.Fold(Value)
                || (subject.Post.Author.NativeId is { } id && Same(id)),
            QueryField.Stars => subject.Post.Stars is { } stars && Value == stars.ToString(CultureInfo.InvariantCulture),
            _ => throw new InvalidOperationException($"No such field: {Name}."),
        };

        private bool Same(string actual) => string.Equals(actual, Value, StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What a query can ask about besides words.</summary>
public enum QueryField
{
    Is,
    Sentiment,
    Urgency,
    Lang,
    Page,
    Platform,
    Author,
    Stars,
}
