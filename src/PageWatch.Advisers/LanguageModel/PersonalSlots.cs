using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Puts a slot such as <c>{order_1}</c> in the place of personal data before a text leaves, and the words back where an answer has the slot.</summary>
/// <param name="reader">Finds what is personal.</param>
internal sealed partial class PersonalSlots(IPostReader reader)
{
    public const string Name = "{name}";
    public const string Page = "{page}";

    private readonly Dictionary<string, Slot> bySlot = [];
    private readonly Dictionary<(PersonalKind, string), string> byValue = [];

    /// <summary>Covers what the author wrote: the number of an order may come back, an address may not, for all can read it there.</summary>
    /// <param name="known">Places that others found in the very text.</param>
    public string OfAuthor(Post post, string text, IReadOnlyList<PersonalDatum> known) =>
        Covered(text, [.. PlacesIn(post, text), .. known], static kind => kind is PersonalKind.Order or PersonalKind.Tracking or PersonalKind.Person);

    /// <summary>Covers what stands around the post: whose number that is, nobody knows.</summary>
    public string OfThread(Post post, string text) => Covered(text, PlacesIn(post, text), static _ => false);

    /// <summary>Covers a reply of ours: the ways to reach us may come back, another person's order may not.</summary>
    public string OfOurs(Post post, string text) => Covered(text, PlacesIn(post, text), static kind => kind is PersonalKind.Email or PersonalKind.Phone or PersonalKind.Address);

    /// <summary>Covers what somebody else wrote to us, for good.</summary>
    public string OfOthers(Post post, string text) => Plain(PersonalMask.Apply(text, [.. PlacesIn(post, text)]));

    /// <summary>Covers what is read by those who see it uncovered: all of it may come back.</summary>
    public string OfShown(Post post, string text, IReadOnlyList<PersonalDatum> known) => Covered(text, [.. PlacesIn(post, text), .. known], static _ => true);

    /// <summary>What a slot stands for that was not covered, but may be left open by a reply.</summary>
    public void Know(string slot, string value) => bySlot[slot] = new Slot(value, MayReturn: true);

    public bool Knows(string slot) => bySlot.ContainsKey(slot);

    /// <returns>The text with every slot filled; or why it cannot be used.</returns>
    public (string Text, string? Why) Filled(string answer)
    {
        string? why = null;
        var text = AnySlot().Replace(answer, match =>
        {
            if (bySlot.TryGetValue(match.Value, out var slot))
            {
                if (!slot.MayReturn)
                    why ??= "says personal data in public";
                return slot.Value;
            }

            why ??= "holds a placeholder that stands for nothing";
            return "";
        });
        return (text, why ?? (WithoutSlots(answer).AsSpan().IndexOfAny('{', '}') >= 0 ? "holds a placeholder that stands for nothing" : null));
    }

    public static string WithoutSlots(string answer) => AnySlot().Replace(answer, " ");

    /// <summary>Braces are the slots' alone.</summary>
    public static string Plain(string text) => text.Replace('{', '(').Replace('}', ')');

    private IEnumerable<PersonalDatum> PlacesIn(Post post, string text) =>
        reader.Read(post with { Text = text, Title = null, Under = null, Attachments = [], Stars = null }).Personal;

    private string Covered(string text, IEnumerable<PersonalDatum> places, Func<PersonalKind, bool> mayReturn)
    {
        var covered = new StringBuilder(text.Length);
        var from = 0;
        foreach (var place in Apart(text, places))
        {
            covered.Append(Plain(text[from..place.Start]));
            from = place.Start + place.Length;
            covered.Append(SlotOf(place.Kind, text[place.Start..from], mayReturn(place.Kind)));
        }

        return covered.Append(Plain(text[from..])).ToString();
    }

    private string SlotOf(PersonalKind kind, string value, bool mayReturn)
    {
        if (!byValue.TryGetValue((kind, value), out var slot))
        {
            slot = string.Create(CultureInfo.InvariantCulture, $"{{{VerdictWords.Name(kind)}_{byValue.Count + 1}}}");
            byValue[(kind, value)] = slot;
        }

        bySlot[slot] = new Slot(value, mayReturn || (bySlot.TryGetValue(slot, out var before) && before.MayReturn));
        return slot;
    }

    /// <summary>In order, joined where they overlap, whole signs, and only those that are in the text: an adviser's may be of another version.</summary>
    private static List<PersonalDatum> Apart(string text, IEnumerable<PersonalDatum> places)
    {
        var apart = new List<PersonalDatum>();
        foreach (var place in places.Where(place => place.Start >= 0 && place.Length > 0 && place.Start <= text.Length - place.Length).OrderBy(place => place.Start))
        {
            var (start, end) = (place.Start, place.Start + place.Length);
            if (start > 0 && char.IsSurrogatePair(text[start - 1], text[start]))
                start--;
            if (end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]))
                end++;
            if (apart is [.., var last] && start < last.Start + last.Length)
                apart[^1] = last with { Length = Math.Max(last.Start + last.Length, end) - last.Start };
            else
                apart.Add(new PersonalDatum(start, end - start, place.Kind));
        }

        return apart;
    }

    [GeneratedRegex(@"\{[a-z]+(_[0-9]+)?\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AnySlot();

    private sealed record Slot(string Value, bool MayReturn);
}
