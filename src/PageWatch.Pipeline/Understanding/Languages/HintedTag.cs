using System.Collections.Frozen;

namespace PageWatch.Pipeline.Understanding.Languages;

/// <summary>Reads the tag that a platform names for a post.</summary>
internal static class HintedTag
{
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> OtherNames = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["no"] = "nb", ["nn"] = "nb", ["iw"] = "he", ["in"] = "id", ["eng"] = "en", ["cmn"] = "zh", ["zho"] = "zh", ["deu"] = "de", ["fra"] = "fr", ["spa"] = "es",
        ["por"] = "pt", ["ita"] = "it", ["rus"] = "ru", ["jpn"] = "ja", ["kor"] = "ko", ["hin"] = "hi", ["ara"] = "ar", ["und"] = "", ["mul"] = "", ["mis"] = "", ["zxx"] = "", ["qaa"] = "",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <returns>The language of the tag, as we call it ("pt" for "pt-BR", "nb" for "no"); null for what is no tag or names no language.</returns>
    public static string? Of(string? hint)
    {
        if (string.IsNullOrEmpty(hint) || hint.Length > 35)
            return null;
        var end = hint.AsSpan().IndexOfAny('-', '_');
        var primary = end < 0 ? hint.AsSpan() : hint.AsSpan(0, end);
        if (primary.Length is not (2 or 3))
            return null;
        foreach (var c in primary)
        {
            if (!char.IsAsciiLetter(c))
                return null;
        }

        if (OtherNames.TryGetValue(primary, out var name))
            return name.Length == 0 ? null : name;
        return primary.Length == hint.Length && !primary.ContainsAnyInRange('A', 'Z') ? hint : primary.ToString().ToLowerInvariant();
    }
}
