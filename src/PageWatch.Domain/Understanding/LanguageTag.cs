namespace PageWatch.Domain.Understanding;

/// <summary>Tags of languages (BCP 47), as people type them and analysers tell them.</summary>
public static class LanguageTag
{
    /// <summary>What stands for no language that can be known.</summary>
    public const string Unknown = "und";

    private const int Longest = 20;

    /// <returns>The tag in lower case; null for what is none, and for <see cref="Unknown"/>.</returns>
    public static string? Read(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var tag = typed.Trim().Replace('_', '-').ToLowerInvariant();
        var isTag = tag.Length is >= 2 and <= Longest && tag != Unknown && tag.Split('-') is [{ Length: 2 or 3 } primary, .. var rest]
            && primary.All(char.IsAsciiLetter) && rest.All(part => part.Length is >= 2 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
        return isTag ? tag : null;
    }

    /// <summary>"pt" and "pt-br" are one; what is not known is like nothing.</summary>
    public static bool AreAlike(string one, string other) => Primary(one) is var known && known != Unknown && known == Primary(other);

    private static string Primary(string tag) => tag.Split('-', '_')[0].ToLowerInvariant();
}
