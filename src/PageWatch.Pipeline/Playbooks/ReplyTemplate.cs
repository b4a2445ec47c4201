using System.Text;

namespace PageWatch.Pipeline.Playbooks;

/// <summary>A reply of the playbook with its slots. What fills a slot is text: slots in it are not looked for.</summary>
internal static class ReplyTemplate
{
    public const string Name = "{name}";
    public const string Problem = "{problem}";
    public const string Page = "{page}";

    /// <summary>All that there are, as they are written.</summary>
    public static IReadOnlyList<string> Slots { get; } = [Name, Problem, Page];

    /// <returns>The first thing in braces that is no slot, or a brace without its partner; null when there is none.</returns>
    public static string? StrangeSlot(string template)
    {
        for (var at = 0; at < template.Length;)
        {
            var brace = template.AsSpan(at).IndexOfAny('{', '}');
            if (brace < 0)
                return null;
            at += brace;
            var slot = Slots.FirstOrDefault(slot => template.AsSpan(at).StartsWith(slot, StringComparison.Ordinal));
            if (slot is null)
            {
                var end = template.IndexOf('}', at);
                return end < 0 ? template[at..Math.Min(template.Length, at + 20)] : template[at..Math.Min(end + 1, at + 40)];
            }

            at += slot.Length;
        }

        return null;
    }

    /// <summary>A sentence can do without a name; one about a problem or a page cannot do without them.</summary>
    public static bool Needs(string template, string slot) => slot != Name && template.Contains(slot, StringComparison.Ordinal);

    /// <param name="values">What stands for a slot; a slot without a value is left out together with the comma or blank that led to it.</param>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var text = new StringBuilder(template.Length + 40);
        for (var at = 0; at < template.Length;)
        {
            var slot = template[at] == '{' ? Slots.FirstOrDefault(slot => string.CompareOrdinal(template, at, slot, 0, slot.Length) == 0) : null;
            if (slot is null)
            {
                text.Append(template[at++]);
                continue;
            }

            at += slot.Length;
            if (values.TryGetValue(slot, out var value))
                text.Append(value);
            else
                at = LeaveOut(text, template, at);
        }

        return text.ToString();
    }

    /// <summary>"Hi {name}, thanks" becomes "Hi, thanks"; "{name}, thanks" becomes "Thanks".</summary>
    /// <param name="at">Behind the slot.</param>
    /// <returns>Where to go on.</returns>
    private static int LeaveOut(StringBuilder text, string template, int at)
    {
        var before = text.ToString().TrimEnd(' ', '\u00A0', '\u202F');
        var beginsSentence = before.Length == 0 || before[^1] is '.' or '!' or '?' or '¡' or '¿' or ':' or '\n';
        if (!beginsSentence)
        {
            text.Clear().Append(before.TrimEnd(','));

            // French sets a blank before "!" and "?", which follows in the template.
            return at;
        }

        while (at < template.Length && template[at] is ',' or ':' or ' ' or '\u00A0' or '\u202F')
            at++;
        while (at < template.Length && template[at] is '¡' or '¿' or '«' or '“' or '„')
            text.Append(template[at++]);
        if (at < template.Length && Rune.TryGetRuneAt(template, at, out var first))
        {
            text.Append(before.Length > 0 && before[^1] == ':' ? first.ToString() : Rune.ToUpperInvariant(first).ToString());
            at += first.Utf16SequenceLength;
        }

        return at;
    }
}
