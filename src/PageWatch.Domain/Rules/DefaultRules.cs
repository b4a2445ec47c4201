namespace PageWatch.Domain.Rules;

/// <summary>The rules of a fresh installation: whatever asks something of us, and whatever nobody can be sure about.</summary>
public static class DefaultRules
{
    /// <summary>Name and query; the targets follow from the kind of post.</summary>
    public static IReadOnlyList<(string Name, string Query)> All { get; } =
    [
        ("complaints", "is:complaint"),
        ("questions", "is:question"),
        ("requests", "is:request"),
        ("reviews", "is:review"),
        ("unclear", "is:unclear"),
    ];
}
