using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Drafts;

/// <summary>By which name to address somebody, from what the page shows as the author. No name is better than a wrong or a planted one.</summary>
internal static class FirstName
{
    private const int Longest = 30;
    private const int MostWords = 5;

    /// <summary>What is shown where a name should be, wherever it stands; folded.</summary>
    private static readonly FrozenSet<string> NoPerson = new[]
    {
        "somebody", "someone", "anonymous", "anonym", "anonyme", "anonimo", "anonima", "anon", "guest", "gast", "invitado", "ospite",
        "user", "username", "nutzer", "utilisateur", "usuario", "utente", "visitor", "besucher", "visiteur", "visitante",
        "unknown", "unbekannt", "inconnu", "desconocido", "nobody", "niemand", "deleted", "admin", "administrator", "moderator", "support",
        "customer", "kunde", "kundin", "client", "cliente", "member", "mitglied", "team", "null", "undefined", "google", "facebook",
        "instructions", "system", "assistant", "everyone", "channel",
    }.ToFrozenSet();

    /// <summary>What a first name is not, though a name may go on with it.</summary>
    private static readonly FrozenSet<string> NoFirstName = new[]
    {
        "the", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo", "your", "my", "we", "i",
        "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "herr", "frau", "monsieur", "madame", "mme", "sr", "sra", "senor", "senora",
        "don", "dona", "signor", "signora", "former", "ex", "angry", "unhappy", "upset", "disappointed", "happy", "sad", "very", "not", "no", "never",
        "ignore", "test", "none", "name", "here", "all", "invite",
    }.ToFrozenSet();

    /// <returns>As the author spells it; null when there is none that could stand in a public reply.</returns>
    public static string? Of(Author author)
    {
        var name = CleanText.Line(author.Name, Author.LongestName);
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MostWords || name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase))
            return null;

        // Where the family name comes first and there is no telling them apart, the whole name is the polite form.
        var first = words.All(IsEastAsian) ? name : words[0];
        var folded = WordStream.Of(name).Select(word => word.Text).ToList();
        var isPerson = folded.Count > 0 && !folded.Exists(NoPerson.Contains) && !NoFirstName.Contains(folded[0]);
        return first.Length <= Longest && isPerson && IsName(first) && !OwnWords.AreRude(name) ? first : null;
    }

    private static bool IsName(string name)
    {
        int letters = 0, marks = 0;
        var previous = '-';
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                letters++;
                marks = 0;
            }
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                // Two marks on a letter is Vietnamese, ten are no name.
                if (letters == 0 || ++marks > 2)
                    return false;
            }
            else if (!(rune.Value is '-' or '\'' or '\u2019' or ' ') || previous is '-' or '\'' or '\u2019' or ' ')
            {
                return false;
            }

            previous = rune.IsBmp ? (char)rune.Value : 'x';
        }

        return previous is not ('-' or '\'' or '\u2019') && (letters >= 2 || IsEastAsian(name));
    }

    private static bool IsEastAsian(string word) => word.EnumerateRunes().All(rune => rune.Value is
        (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0x20000 and <= 0x3FFFF));
}
