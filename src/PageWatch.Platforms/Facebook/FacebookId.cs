namespace PageWatch.Platforms.Facebook;

/// <summary>Ids are digits; those of posts and comments are two numbers with "_" between them.</summary>
internal static class FacebookId
{
    private const int Longest = 100;

    /// <summary>It becomes part of addresses.</summary>
    public static bool IsGood(string? id)
    {
        if (id is not { Length: > 0 and <= Longest })
            return false;
        var between = id.IndexOf('_', StringComparison.Ordinal);
        return between < 0 ? AreDigits(id) : AreDigits(id.AsSpan(0, between)) && AreDigits(id.AsSpan(between + 1));
    }

    /// <summary>A page, a person: one number.</summary>
    public static bool IsPlain(string? id) => IsGood(id) && !id!.Contains('_', StringComparison.Ordinal);

    /// <summary>Posts that stand on a page begin with the page's id, comments with their post's number.</summary>
    public static bool IsPostOf(string page, string id) => id.StartsWith(page + "_", StringComparison.Ordinal);

    private static bool AreDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
