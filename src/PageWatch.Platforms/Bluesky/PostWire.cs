using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.Bluesky;

/// <summary>
/// A post as it is shown, and as a notification tells of it: the two have the same fields. https://docs.bsky.app/docs/api/app-bsky-feed-get-posts,
/// https://docs.bsky.app/docs/api/app-bsky-notification-list-notifications
/// </summary>
internal sealed record PostWire
{
    public string? Uri { get; init; }

    /// <summary>The digest of the record: another one is another version.</summary>
    public string? Cid { get; init; }

    public AuthorWire? Author { get; init; }

    /// <summary>Only in notifications: <c>reply</c>, <c>mention</c>, <c>quote</c>, and others that are not asked for.</summary>
    public string? Reason { get; init; }

    public RecordWire? Record { get; init; }

    /// <summary>When the network's own index took it, UTC.</summary>
    public string? IndexedAt { get; init; }

    public JsonElement ReplyCount { get; init; }

    public JsonElement Labels { get; init; }

    public JsonElement Viewer { get; init; }

    [JsonIgnore]
    public AtUri Id => AtUri.TryRead(Uri)!;

    /// <summary>What the rest of this folder relies on.</summary>
    [JsonIgnore]
    public bool IsWhole => AtUri.TryRead(Uri) is { } id && id.Did == Author?.Did && Cid is { Length: > 0 and <= 200 } && Record is { Type: AtUri.Posts, Text: not null };

    [JsonIgnore]
    public bool HasReplies => ReplyCount.ValueKind == JsonValueKind.Number && ReplyCount.TryGetInt64(out var count) && count > 0;

    /// <summary>The network's own moderation, or its author, wants it shown to nobody.</summary>
    [JsonIgnore]
    public bool IsHidden => IsLabelledHidden(Labels) || IsLabelledHidden(Author!.Labels);

    /// <summary>The thread's author lets this account not reply: the network would take a reply, and show it to nobody.</summary>
    [JsonIgnore]
    public bool TakesNoReply => BlueskyJson.MemberOf(Viewer, "replyDisabled") is { ValueKind: JsonValueKind.True };

    private static bool IsLabelledHidden(JsonElement labels) =>
        labels.ValueKind == JsonValueKind.Array
        && labels.EnumerateArray().Any(label => BlueskyJson.TextOf(label, "val") is "!hide" or "!takedown" && BlueskyJson.MemberOf(label, "neg") is not { ValueKind: JsonValueKind.True });
}

internal sealed record AuthorWire
{
    public string? Did { get; init; }

    public string? Handle { get; init; }

    public string? DisplayName { get; init; }

    public JsonElement Labels { get; init; }
}

/// <summary>What its author wrote, every field of it a claim. https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json</summary>
internal sealed record RecordWire
{
    [JsonPropertyName("$type")]
    public string? Type { get; init; }

    public string? Text { get; init; }

    public string? CreatedAt { get; init; }

    public JsonElement Langs { get; init; }

    public JsonElement Facets { get; init; }

    public ReplyRefWire? Reply { get; init; }

    public JsonElement Embed { get; init; }
}

internal sealed record ReplyRefWire(StrongRefWire? Root, StrongRefWire? Parent);

internal sealed record StrongRefWire(string? Uri, string? Cid);

/// <summary>https://docs.bsky.app/docs/api/com-atproto-repo-create-record</summary>
internal sealed record NewRecordWire(string Repo, string Collection, string Rkey, NewPostWire Record);

internal sealed record NewPostWire
{
    [JsonPropertyName("$type")]
    public string Type { get; } = AtUri.Posts;

    public required string Text { get; init; }

    public required string CreatedAt { get; init; }

    public IReadOnlyList<string>? Langs { get; init; }

    public IReadOnlyList<FacetWire>? Facets { get; init; }

    public required ReplyRefWire Reply { get; init; }
}

internal sealed record FacetWire(ByteRangeWire Index, IReadOnlyList<FeatureWire> Features);

/// <summary>In bytes of the UTF-8 text; the end is not part of it.</summary>
internal sealed record ByteRangeWire(int ByteStart, int ByteEnd);

internal sealed record FeatureWire([property: JsonPropertyName("$type")] string Type)
{
    public string? Uri { get; init; }

    public string? Did { get; init; }

    public string? Tag { get; init; }
}

internal sealed record OldRecordWire(string Repo, string Collection, string Rkey);

/// <summary>A record as it lies in the account's own repository.</summary>
internal sealed record StoredRecordWire(string? Uri, string? Cid, RecordWire? Value);
