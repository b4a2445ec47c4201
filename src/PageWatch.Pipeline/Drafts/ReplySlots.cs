using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Playbooks;

namespace PageWatch.Pipeline.Drafts;

/// <summary>What fills the slots of a reply to one post.</summary>
internal static class ReplySlots
{
    /// <param name="reading">Of that post; null when it has none, and then it gives no noun.</param>
    /// <param name="language">The reply's.</param>
    /// <returns>By slot; those that the post cannot fill are missing.</returns>
    public static Dictionary<string, string> Of(Post post, Reading? reading, Page page, string language)
    {
        var values = new Dictionary<string, string>();
        if (FirstName.Of(post.Author) is { } name)
            values[ReplyTemplate.Name] = name;
        if (PageName(page) is { } shown)
            values[ReplyTemplate.Page] = shown;
        if (reading is not null && OwnWords.Of(post, reading, language) is { } problem)
            values[ReplyTemplate.Problem] = problem;
        return values;
    }

    /// <returns>What stands below a reply, the empty line before it included; empty for none.</returns>
    public static string SignOff(Playbook playbook, IReadOnlyDictionary<string, string> values) =>
        playbook.SignOff is { } written && (!ReplyTemplate.Needs(written, ReplyTemplate.Page) || values.ContainsKey(ReplyTemplate.Page))
            ? "\n\n" + ReplyTemplate.Fill(written, values)
            : "";

    /// <returns>Null when the page's name could not stand in a sentence of ours.</returns>
    private static string? PageName(Page page)
    {
        var name = CleanText.Line(page.Name, 60);
        return name.Any(char.IsLetter) && !name.Contains("://", StringComparison.Ordinal) && !name.Contains("www.", StringComparison.OrdinalIgnoreCase)
            && name.IndexOfAny(['@', '<', '>', '{', '}', '#', '…']) < 0 && !OwnWords.AreRude(name)
            ? name
            : null;
    }
}
