using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding.Tokens;

namespace PageWatch.Pipeline.Playbooks;

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
        "ignore", "test", "none", "name", "here", "all", "invite", "grumpy", "lonely", "hungry", "tired", "crazy", "big", "little", "old", "young", "new", "best", "real", "true",
        "local", "neighbour", "neighbor", "nachbar", "nachbarin", "voisin", "voisine", "vecino", "vecina", "family", "familie", "famille", "familia", "famiglia",
        "mum", "mom", "mummy", "dad", "daddy", "granny", "grandma", "grandpa", "nana", "oma", "opa", "mama", "papa", "mami", "papi", "mamie", "papy", "abuela", "abuelo", "nonna",
        "aunt", "auntie", "uncle", "tante", "onkel", "oncle", "tia", "tio", "mother", "father", "mutter", "vater",
        "baker", "butcher", "driver", "nurse", "teacher", "student", "captain", "king", "queen", "prince", "princess", "lord", "lady", "dj", "mc", "saint",
        "shop", "store", "cafe", "bar", "pub", "restaurant", "hotel", "club", "verein", "asso", "association", "friends", "freunde", "amis", "amigos", "fan", "fans", "lover",
        "cat", "dog", "night", "day", "mad", "just", "only", "some", "that", "this", "one", "two",
    }.ToFrozenSet();

    /// <summary>What people put before their names; what follows is a first name only where it is known to be one.</summary>
    private static readonly FrozenSet<string> Titles = new[] { "dr", "dra", "prof", "mag", "ing", "rev", "don", "dona", "frere", "soeur", "sor", "fray", "padre" }.ToFrozenSet();

    /// <returns>As the author spells it; null when there is none that could stand in a public reply.</returns>
    public static string? Of(Author author)
    {
        var name = CleanText.Line(author.Name, Author.LongestName);
        if (name.Contains("://", StringComparison.Ordinal) || name.Contains("www.", StringComparison.OrdinalIgnoreCase) || OwnWords.AreRude(name))
            return null;
        // "Neumann, Petra", as lists of names have it; "Tom & Lisa" are two.
        var parts = name.Split(", ");
        var words = (parts.Length == 2 ? parts[1] : name).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > MostWords || Array.Exists(words, word => word is "&" or "+" or "and" or "und" or "et" or "y" or "e"))
            return null;
        var folded = WordStream.Of(name).Select(word => word.Text).ToList();
        if (folded.Count == 0 || folded.Exists(NoPerson.Contains))
            return null;

        // Where the family name comes first and there is no telling them apart, the whole name is the polite form.
        var first = words.All(IsEastAsian) ? name : FirstOf(words);
        return first is not null && first.Length <= Longest && IsName(first) && !NoFirstName.Contains(WordStream.Fold(first)) ? first : null;
    }

    private static string? FirstOf(string[] words)
    {
        var at = 0;
        while (at < words.Length && Titles.Contains(WordStream.Fold(words[at].TrimEnd('.'))))
            at++;
        if (at == words.Length || (at > 0 && !IsKnown(words[at])))
            return null;
        // "O'Connor Seán"
        if (words.Length == 2 && words[0].Length > 3 && words[0][1] is '\'' or '\u2019' && IsKnown(words[1]))
            return words[1];
        return IsHandle(words[at]) ? null : words[at];
    }

    /// <summary>"NightShiftNurse", "XxShadowxX": words run together are a name that somebody gave themselves.</summary>
    private static bool IsHandle(string word)
    {
        var humps = 0;
        for (var i = 1; i < word.Length; i++)
            humps += char.IsUpper(word[i]) && char.IsLower(word[i - 1]) ? 1 : 0;
        return humps > 1 || (humps == 1 && !IsKnown(word) && !(word.Length > 3 && word[..2] is "Mc" or "De" or "Di" or "La" or "Le") && !word.StartsWith("Mac", StringComparison.Ordinal));
    }

    private static bool IsKnown(string word)
    {
        var letters = word.Where(char.IsLetter).Select(LetterFold.Fold).ToArray();
        return PeopleWords.Of(TextHash.Of(letters)) is Who.Name or Who.CapitalName;
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
