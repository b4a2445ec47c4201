using System.Buffers;
using System.Collections.Frozen;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Checks;

/// <summary>Places that were to be filled: "{name}", "[NAME]", "&lt;order number&gt;", "XXX", "____".</summary>
internal static class SlotCheck
{
    private const int LongestSlot = 40;

    private static readonly SearchValues<char> InShoutedSlot = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_ ");

    private static readonly FrozenSet<string> Slots = PhraseList.Read("leftovers.tsv")["slot"].Select(Folded).ToFrozenSet();

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        var places = Places(text.Text);
        if (places.Count == 0)
            return [];
        var mend = Mend(text, places, occasion);
        return places.Take(CheckedText.MostOfAKind)
            .Select(place => new ReplyFinding(FindingKind.UnfilledSlot, FindingLevel.Blocker, CheckSay.It(CheckWording.Slot, CheckSay.Piece(text.Piece(place))), place.Start, place.Length, mend));
    }

    /// <summary>The name can be filled in, or left out; for all else a person has to say what was meant.</summary>
    private static string? Mend(CheckedText text, List<TextPlace> places, ReplyOccasion occasion)
    {
        if (!places.TrueForAll(place => text.Piece(place) == ReplyTemplate.Name))
            return null;
        return ReplyTemplate.Fill(text.Text, FirstName.Of(occasion.Post.Author) is { } name
            ? new Dictionary<string, string> { [ReplyTemplate.Name] = name }
            : new Dictionary<string, string>());
    }

    private static List<TextPlace> Places(string text)
    {
        var places = new List<TextPlace>();
        for (var i = 0; i < text.Length;)
        {
            var length = text[i] switch
            {
                '{' => Closed(text, i, '}') is var braces and > 0 ? braces : 1,
                '}' => 1,
                '[' => Named(text, i, ']'),
                '<' => Named(text, i, '>'),
                '%' => Named(text, i, '%'),
                '$' when i + 1 < text.Length && text[i + 1] == '{' => 1 + Closed(text, i + 1, '}'),
                '_' => Run(text, i) is var line and >= 3 ? line : 0,
                'X' or 'x' when i == 0 || !char.IsLetterOrDigit(text[i - 1]) => Run(text, i) is var run and >= 3 && (i + run == text.Length || !char.IsLetterOrDigit(text[i + run])) ? run : 0,
                _ => 0,
            };
            if (length > 0)
                places.Add(new TextPlace(i, length));
            i += Math.Max(length, 1);
        }

        return places;
    }

    /// <returns>Up to the end of what opens here; 0 when it does not close soon.</returns>
    private static int Closed(string text, int at, char end)
    {
        var found = text.AsSpan(at + 1, Math.Min(LongestSlot, text.Length - at - 1)).IndexOf(end);
        if (found < 0)
            return 0;
        var length = found + 2;
        while (end == '}' && at + length < text.Length && text[at + length] == end)
            length++;
        return length;
    }

    /// <summary>In brackets people also write other things, so what stands in them must be the name of something to fill in, or shout.</summary>
    private static int Named(string text, int at, char end)
    {
        var length = Closed(text, at, end);
        if (length <= 2)
            return 0;
        var inside = text.AsSpan(at, length).Trim("[]<>%");
        var shouts = end == ']' && inside.Length > 2 && !inside.ContainsAnyExcept(InShoutedSlot);
        return shouts || inside is "…" or "..." || (inside.Length > 0 && Slots.Contains(Folded(inside.ToString()))) ? length : 0;
    }

    private static int Run(string text, int at)
    {
        var end = at;
        while (end < text.Length && text[end] == text[at])
            end++;
        return end - at;
    }

    private static string Folded(string phrase) => string.Join(' ', WordStream.Of(phrase.Replace('_', ' ')).Select(word => word.Text));
}
