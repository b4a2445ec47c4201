using System.Globalization;
using System.Text;

namespace PageWatch.Domain.Rules;

/// <summary>A part of a query, as it was understood. Its printed form parses to itself.</summary>
public abstract record QueryNode
{
    private QueryNode()
    {
    }

    /// <summary>The form in which it is stored and shown.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        Print(text);
        return text.ToString();
    }

    private protected abstract void Print(StringBuilder text);

    private protected virtual bool NeedsBrackets => false;

    private static void PrintPart(StringBuilder text, QueryNode part, bool inBrackets)
    {
        if (inBrackets)
            text.Append('(');
        part.Print(text);
        if (inBrackets)
            text.Append(')');
    }

    /// <summary>Words that stand side by side, compared without case and accents; one word is a phrase of one.</summary>
    /// <param name="Typed">As typed, without quotes and without the "*" at its end.</param>
    /// <param name="Folded">Cut and folded by <see cref="Understanding.WordStream"/>; never empty.</param>
    /// <param name="Quoted">It stood in quotes.</param>
    /// <param name="AnyEnding">The last word may go on: <c>refund*</c>.</param>
    public sealed record Words(string Typed, IReadOnlyList<string> Folded, bool Quoted, bool AnyEnding) : QueryNode
    {
        private protected override void Print(StringBuilder text)
        {
            var star = AnyEnding ? "*" : "";
            if (Quoted || QueryParser.IsReserved(Typed))
                text.Append('"').Append(Typed).Append(star).Append('"');
            else
                text.Append(Typed).Append(star);
        }

        public bool Equals(Words? other) => other is not null && AnyEnding == other.AnyEnding && Folded.SequenceEqual(other.Folded);

        public override int GetHashCode() => HashCode.Combine(Folded.Count, Folded[0], AnyEnding);
    }

    /// <summary>Two things not far from each other, in whichever order.</summary>
    /// <param name="One">Words, or several of which one will do.</param>
    /// <param name="Other">As <paramref name="One"/>.</param>
    /// <param name="Within">How many words further the nearer end of the other may be: 1 is side by side.</param>
    public sealed record Near(QueryNode One, QueryNode Other, int Within) : QueryNode
    {
        public const int Furthest = 50;

        private protected override void Print(StringBuilder text)
        {
            PrintPart(text, One, One is not Words);
            text.Append(CultureInfo.InvariantCulture, $" NEAR/{Within} ");
            PrintPart(text, Other, Other is not Words);
        }
    }

    /// <summary>What is known of a post besides its words, as in <c>lang:de</c> or <c>stars&lt;=2</c>.</summary>
    /// <param name="Value">In the form that is compared: lower case, one of the field's values where it has a list, a number where it is one.</param>
    public sealed record Field(QueryField Name, QueryComparison Comparison, string Value) : QueryNode
    {
        /// <summary>The value of a field that is a number; NaN of any other.</summary>
        internal double Number => QueryFields.Of(Name).IsNumber ? double.Parse(Value, CultureInfo.InvariantCulture) : double.NaN;

        private protected override void Print(StringBuilder text)
        {
            text.Append(QueryFields.Of(Name).Word).Append(QueryFields.Sign(Comparison));
            if (Value.Any(c => char.IsWhiteSpace(c) || c is '(' or ')'))
                text.Append('"').Append(Value).Append('"');
            else
                text.Append(Value);
        }
    }

    /// <summary>Holds where the part does not.</summary>
    public sealed record Not(QueryNode Part) : QueryNode
    {
        private protected override void Print(StringBuilder text)
        {
            text.Append('-');
            PrintPart(text, Part, Part is not (Words or Field));
        }
    }

    /// <summary>All must hold.</summary>
    /// <param name="Parts">Two at least; none is itself an <see cref="All"/>.</param>
    public sealed record All(IReadOnlyList<QueryNode> Parts) : QueryNode
    {
        private protected override void Print(StringBuilder text)
        {
            for (var i = 0; i < Parts.Count; i++)
            {
                if (i > 0)
                    text.Append(' ');
                PrintPart(text, Parts[i], Parts[i].NeedsBrackets);
            }
        }

        public bool Equals(All? other) => other is not null && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => HashCode.Combine(Parts.Count, Parts[0]);
    }

    /// <summary>One of them must hold.</summary>
    /// <param name="Parts">Two at least; none is itself an <see cref="Any"/>.</param>
    public sealed record Any(IReadOnlyList<QueryNode> Parts) : QueryNode
    {
        private protected override bool NeedsBrackets => true;

        private protected override void Print(StringBuilder text)
        {
            for (var i = 0; i < Parts.Count; i++)
            {
                if (i > 0)
                    text.Append(" OR ");
                Parts[i].Print(text);
            }
        }

        public bool Equals(Any? other) => other is not null && Parts.SequenceEqual(other.Parts);

        public override int GetHashCode() => HashCode.Combine(Parts.Count, Parts[0]);
    }
}
