using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Playbooks;

/// <summary>The words after "For:" and "Only:" in a playbook: what a clause is for.</summary>
internal static class ClauseTerms
{
    public const string Any = "any";
    public const string Unclear = "unclear";
    public const string Now = "now";
    public const string Today = "today";
    public const string Whenever = "whenever";
    public const string Rude = "rude";
    public const string Personal = "personal";

    /// <summary>The person was spoken to off the page; a closing line says so.</summary>
    public const string Reached = "reached";

    /// <summary>And the matter is mended.</summary>
    public const string Solved = "solved";

    /// <summary>After "For:": one of them must be what the post is, or what came of a talk.</summary>
    public static IReadOnlyList<string> Posts { get; } = [.. Enum.GetValues<Intent>().Select(Of), Unclear, Any, Reached, Solved];

    /// <summary>After "Only:": all of them must hold.</summary>
    public static IReadOnlyList<string> Conditions { get; } = [Now, Today, Whenever, Rude, Personal];

    public static string Of(Intent intent) => VerdictWords.Name(intent);
}
