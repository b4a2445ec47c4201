using System.Text.Json;
using System.Text.RegularExpressions;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Mastodon;

/// <summary>One answer of a list: posts, or notifications that hold one each.</summary>
/// <param name="Rows">As the server ordered them, newest first.</param>
/// <param name="Newer">The id to go on from upwards, by the header <c>Link</c>; null where it names none. Some lists page by ids that are not shown.</param>
/// <param name="Older">The same downwards.</param>
internal sealed partial record StatusPage(IReadOnlyList<StatusRow> Rows, string? Newer, string? Older, Quota? Quota)
{
    private const int LongestRaw = 20_000;
    private const int LongestHeader = 8_000;

    /// <exception cref="PlatformException">The body is no JSON list.</exception>
    public static StatusPage Read(PageAnswer answer, bool ofNotifications, string doing)
    {
        var whole = MastodonApi.Read(answer, MastodonJson.Default.JsonElement, doing);
        if (whole.ValueKind != JsonValueKind.Array)
            throw PageAnswer.NotUnderstood(doing, "the answer is no list");
        var links = answer.Headers.TryGetValue("link", out var values) ? values : [];
        return new StatusPage(RowsOf(whole, ofNotifications), IdIn(links, "prev", "min_id"), IdIn(links, "next", "max_id"), MastodonApi.QuotaOf(answer));
    }

    /// <summary>What was written under a post. https://docs.joinmastodon.org/entities/Context/</summary>
    /// <exception cref="PlatformException">The body is something else.</exception>
    public static IReadOnlyList<StatusRow> ReadBelow(PageAnswer answer, string doing)
    {
        var whole = MastodonApi.Read(answer, MastodonJson.Default.JsonElement, doing);
        return Member(whole, "descendants") is { ValueKind: JsonValueKind.Array } below ? RowsOf(below, ofNotifications: false) : throw PageAnswer.NotUnderstood(doing, "the answer holds no thread");
    }

    private static List<StatusRow> RowsOf(JsonElement list, bool ofNotifications)
    {
        var rows = new List<StatusRow>();
        foreach (var each in list.EnumerateArray())
            rows.Add(ofNotifications ? OfNotification(each) : Of(each, IdOf(each)));
        return rows;
    }

    /// <summary>Unknown kinds of notifications are passed over: servers have their own, and each version has more.</summary>
    private static StatusRow OfNotification(JsonElement row)
    {
        // Their ids are a series of their own: the post's would not do in its place.
        if (IdOf(row) is not { } id)
            return Unreadable(row, null, "It is no notification with an id.");
        if (Text(row, "type") != "mention")
            return new StatusRow(id, null, "", "");
        return Member(row, "status") is { } status ? Of(status, id) : Unreadable(row, id, "It is a mention without its post.");
    }

    /// <param name="id">The id that the list goes by.</param>
    private static StatusRow Of(JsonElement row, string? id)
    {
        try
        {
            var status = row.Deserialize(MastodonJson.Default.StatusWire);
            // A boost says nothing itself.
            status = status?.Reblog ?? status;
            return status is { IsWhole: true } ? new StatusRow(id, status, "", "") : Unreadable(row, id, "It has no usable id, account, visibility or content.");
        }
        catch (JsonException problem)
        {
            return Unreadable(row, id, $"It is not a post as Mastodon sends them (at {problem.Path ?? "its start"}).");
        }
    }

    private static StatusRow Unreadable(JsonElement row, string? id, string problem)
    {
        // What cannot be read is parked for staff to see; a private message is not for them, readable or not.
        var holder = Member(row, "status") ?? row;
        if (Text(holder, "visibility") is not (null or "public" or "unlisted"))
            return new StatusRow(id, null, "", "");
        var raw = row.GetRawText();
        return new StatusRow(id, null, raw.Length > LongestRaw ? raw[..LongestRaw] : raw, problem);
    }

    private static string? IdOf(JsonElement row)
    {
        var id = Member(row, "id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(row, "id");
        return MastodonId.IsGood(id) ? id : null;
    }

    private static string? Text(JsonElement holder, string name)
    {
        try
        {
            return Member(holder, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return null;
        }
    }

    private static JsonElement? Member(JsonElement holder, string name)
    {
        try
        {
            return holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character among the names.
            return null;
        }
    }

    private static string? IdIn(IReadOnlyList<string> headers, string relation, string parameter)
    {
        foreach (var header in headers.Where(header => header.Length <= LongestHeader))
        {
            foreach (var link in HeaderLink().Matches(header).Where(link => link.Groups["how"].Value.Contains($"rel=\"{relation}\"", StringComparison.OrdinalIgnoreCase)))
            {
                var id = Parameter().Matches(link.Groups["to"].Value).FirstOrDefault(each => each.Groups["name"].Value == parameter)?.Groups["value"].Value;
                if (MastodonId.IsGood(id))
                    return id;
            }
        }

        return null;
    }

    [GeneratedRegex("<(?<to>[^<>]{1,2000})>(?<how>[^<]{0,200})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex HeaderLink();

    [GeneratedRegex("[?&](?<name>[a-z_]+)=(?<value>[^&#]*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Parameter();
}

/// <param name="Id">What the list goes by: of a notification its own, not its post's; null where none can be read.</param>
/// <param name="Status">Null when there is no post in it, or it could not be read; then <paramref name="Problem"/> says why, and is empty otherwise.</param>
internal sealed record StatusRow(string? Id, StatusWire? Status, string Raw, string Problem);
