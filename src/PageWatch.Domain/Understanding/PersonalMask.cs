namespace PageWatch.Domain.Understanding;

/// <summary>Covers personal data before a text leaves the machine. The places of all other words stay what they were.</summary>
public static class PersonalMask
{
    /// <summary>What stands for each UTF-16 unit that is covered: neither a letter nor a digit, so that no reader takes it for a word.</summary>
    public const char Cover = '*';

    /// <param name="text">The text that the places were found in.</param>
    /// <param name="places">In any order; they may touch and overlap.</param>
    /// <returns>As long as the text, in UTF-16 units. A sign outside the first plane is covered whole, also where a place holds one half of it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A place is not in the text: it was found in another one, and covers the wrong words here.</exception>
    public static string Apply(string text, IReadOnlyCollection<PersonalDatum> places)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count == 0)
            return text;
        foreach (var place in places)
        {
            if (place.Start < 0 || place.Length < 0 || place.Start > text.Length - place.Length)
                throw new ArgumentOutOfRangeException(nameof(places), $"{place.Kind} at {place.Start}, {place.Length} long, is not in a text of {text.Length} units.");
        }

        return string.Create(text.Length, (text, places), static (covered, from) =>
        {
            from.text.CopyTo(covered);
            foreach (var place in from.places)
            {
                var (start, end) = (place.Start, place.Start + place.Length);
                if (place.Length == 0)
                    continue;
                // Half a sign is not text: https://www.unicode.org/glossary/#surrogate_pair
                if (start > 0 && char.IsSurrogatePair(from.text[start - 1], from.text[start]))
                    start--;
                if (end < from.text.Length && char.IsSurrogatePair(from.text[end - 1], from.text[end]))
                    end++;
                covered[start..end].Fill(Cover);
            }
        });
    }
}
