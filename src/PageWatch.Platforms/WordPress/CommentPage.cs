using System.Globalization;
using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.WordPress;

/// <summary>One answer of the list of comments.</summary>
/// <param name="Rows">As the site ordered them. Rows that the account may not read are missing, so a short answer says nothing about the end.</param>
/// <param name="Total">How many comments there are in all (<c>X-WP-Total</c>); null when something on the way dropped the header.</param>
internal sealed record CommentPage(IReadOnlyList<CommentRow> Rows, long? Total, byte[] Body)
{
    private const int LongestRaw = 20_000;

    public IEnumerable<CommentWire> Comments => Rows.Select(row => row.Comment).OfType<CommentWire>();

    /// <exception cref="PlatformException">The body is no JSON list.</exception>
    public static CommentPage Read(PageAnswer answer, string doing)
    {
        var whole = WordPressApi.Read(answer, WordPressJson.Default.JsonElement, doing);
        if (whole.ValueKind != JsonValueKind.Array)
            throw PageAnswer.NotUnderstood(doing, "the answer is no list of comments");
        var rows = new List<CommentRow>(Math.Min(whole.GetArrayLength(), WordPressApi.LargestPage));
        foreach (var each in whole.EnumerateArray())
            rows.Add(Read(each));
        long? total = long.TryParse(answer.Header("X-WP-Total"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : null;
        return new CommentPage(rows, total, answer.Body);
    }

    /// <summary>An answer that is one comment.</summary>
    /// <exception cref="PlatformException">It is not, or another than was asked for.</exception>
    public static CommentWire ReadOne(PageAnswer answer, long? id, string doing) =>
        TryReadOne(answer, id, doing) ?? throw PageAnswer.NotUnderstood(doing, "the answer is not that comment");

    /// <returns>Null when it is JSON, and not the comment that was asked for.</returns>
    /// <exception cref="PlatformException">It is no JSON.</exception>
    public static CommentWire? TryReadOne(PageAnswer answer, long? id, string doing) =>
        Read(WordPressApi.Read(answer, WordPressJson.Default.JsonElement, doing)).Comment is { } comment && (id is null || comment.Id == id) ? comment : null;

    private static CommentRow Read(JsonElement row)
    {
        try
        {
            var comment = row.Deserialize(WordPressJson.Default.CommentWire);
            return comment is { Id: > 0, Parent: >= 0, Post: >= 0, Author: >= 0, Status.Length: > 0, Content.Rendered: not null } ? new CommentRow(comment, "", "") : Unreadable("It has no usable id, article, parent, author, status or text.");
        }
        catch (JsonException problem)
        {
            return Unreadable($"It is not a comment as WordPress sends them (at {problem.Path ?? "its start"}).");
        }

        CommentRow Unreadable(string problem)
        {
            var raw = row.GetRawText();
            return new CommentRow(null, raw.Length > LongestRaw ? raw[..LongestRaw] : raw, problem);
        }
    }
}

/// <param name="Comment">Null when the row could not be read; then <paramref name="Raw"/> and <paramref name="Problem"/> say what and why.</param>
internal sealed record CommentRow(CommentWire? Comment, string Raw, string Problem);
