using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding.Personal;

/// <summary>
/// Finds what identifies a person or a purchase in a raw text: addresses, telephone, bank, card, order and tracking numbers. In time proportional to the text.
/// </summary>
/// <remarks>Rather one too many than one too few: what is found is masked, and a masked number does no harm.</remarks>
internal static class PersonalFinder
{
    /// <returns>In the order of the text; none overlap. What stands inside another is part of it.</returns>
    public static IReadOnlyList<PersonalDatum> In(string text)
    {
        if (!MayHave(text))
            return [];
        var found = new List<PersonalDatum>();
        MailForm.Find(text, found);
        // Where two are as long, the one with the stricter form comes first, and names the kind.
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }

            var end = i;
            var digits = 0;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
                digits += char.IsDigit(text[end++]) ? 1 : 0;
            // "AB-99871" begins with letters alone.
            if (digits > 0 || (end + 1 < text.Length && text[end] is '-' or '/' && char.IsLetterOrDigit(text[end + 1])))
                FindAt(text, i, end, found);
            i = end;
        }

        NumberForm.Find(text, found);
        return found.Count < 2 ? found : Apart(found);
    }

    private static bool MayHave(string text)
    {
        foreach (var c in text)
        {
            if (c == '@' || char.IsDigit(c))
                return true;
        }

        return false;
    }

    /// <summary>What begins with a run of letters and digits that has a digit.</summary>
    private static void FindAt(string text, int start, int end, List<PersonalDatum> found)
    {
        var context = NumberWords.Before(text, start);
        var iban = IbanForm.LengthAt(text, start, context == NumberContext.Bank);
        if (iban > 0)
            found.Add(new PersonalDatum(start, iban, PersonalKind.Iban));
        var tracking = TrackingForm.LengthAt(text, start, end, context == NumberContext.Tracking);
        if (tracking > 0)
            found.Add(new PersonalDatum(start, tracking, PersonalKind.Tracking));
        var order = OrderForm.LengthAt(text, start, context);
        if (order > 0)
            found.Add(new PersonalDatum(start, order, PersonalKind.Order));
    }

    private static List<PersonalDatum> Apart(List<PersonalDatum> found)
    {
        // A card number after "account" is found twice: all of it is taken, as what the longer one is.
        var apart = new List<PersonalDatum>(found.Count);
        foreach (var datum in found.OrderBy(datum => datum.Start))
        {
            if (apart.Count == 0 || datum.Start >= apart[^1].Start + apart[^1].Length)
            {
                apart.Add(datum);
                continue;
            }

            var before = apart[^1];
            var end = Math.Max(before.Start + before.Length, datum.Start + datum.Length);
            apart[^1] = new PersonalDatum(before.Start, end - before.Start, datum.Length > before.Length ? datum.Kind : before.Kind);
        }

        return apart;
    }
}
