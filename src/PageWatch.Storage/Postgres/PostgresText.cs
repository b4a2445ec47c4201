namespace PageWatch.Storage.Postgres;

/// <summary>Makes of any text one that PostgreSQL takes: it holds no zero character, and no half of a surrogate pair.</summary>
internal static class PostgresText
{
    private const char Replacement = '\uFFFD';

    public static string Clean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsSurrogate(text[i]))
                return Replaced(text);
        }

        return text;
    }

    private static string Replaced(string text) => string.Create(text.Length, text, static (to, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (char.IsHighSurrogate(from[i]) && i + 1 < from.Length && char.IsLowSurrogate(from[i + 1]))
            {
                to[i] = from[i];
                to[++i] = from[i];
            }
            else
            {
                to[i] = from[i] == '\0' || char.IsSurrogate(from[i]) ? Replacement : from[i];
            }
        }
    });
}
