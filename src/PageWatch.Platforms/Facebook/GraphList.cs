using System.Text.Json;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>One answer of a list.</summary>
/// <param name="After">What to go on with; null at the end. A short or even empty answer is no end.</param>
internal sealed record GraphList(IReadOnlyList<GraphRow> Rows, string? After)
{
    private const int LongestRaw = 20_000;
    private const int LongestCursor = 2_000;

    /// <exception cref="Domain.Sources.PlatformException">The body is no list.</exception>
    public static GraphList Read(PageAnswer answer, string doing)
    {
        var list = GraphSession.Read(answer, FacebookJson.Default.GraphListWire, doing);
        if (list.Data is null)
            throw PageAnswer.NotUnderstood(doing, "the answer is no list");
        var after = list.Paging is { Next: not null, Cursors.After: { Length: > 0 and <= LongestCursor } told } ? told : null;
        return new GraphList([.. list.Data.Select(Row)], after);
    }

    public static string Place(string? after) => after is null ? "" : "&after=" + Uri.EscapeDataString(after);

    private static GraphRow Row(JsonElement row)
    {
        try
        {
            if (row.ValueKind == JsonValueKind.Object && row.Deserialize(FacebookJson.Default.GraphPostWire) is { } post && FacebookId.IsGood(post.Id))
                return new GraphRow(post, "", "");
            return Unreadable(row, "It has no usable id.");
        }
        catch (JsonException problem)
        {
            return Unreadable(row, $"It is not a post or comment as Facebook sends them (at {problem.Path ?? "its start"}).");
        }
    }

    private static GraphRow Unreadable(JsonElement row, string problem)
    {
        var raw = row.GetRawText();
        return new GraphRow(null, raw.Length > LongestRaw ? raw[..LongestRaw] : raw, problem);
    }
}

/// <param name="Post">Null when it could not be read; then <paramref name="Problem"/> says why.</param>
internal sealed record GraphRow(GraphPostWire? Post, string Raw, string Problem);
