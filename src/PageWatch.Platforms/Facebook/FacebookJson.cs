using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.Facebook;

/// <summary>The JSON as the Graph API sends it: unknown fields are ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GraphPostWire))]
[JsonSerializable(typeof(GraphListWire))]
[JsonSerializable(typeof(GraphErrorHolderWire))]
[JsonSerializable(typeof(TokenHolderWire))]
[JsonSerializable(typeof(MeWire))]
[JsonSerializable(typeof(WrittenWire))]
[JsonSerializable(typeof(FacebookCursor))]
internal sealed partial class FacebookJson : JsonSerializerContext;

/// <summary>A post, or a comment; each has some of the fields.</summary>
internal sealed record GraphPostWire
{
    /// <summary>To be asked of a post.</summary>
    public const string PostFields = "id,message,story,created_time,updated_time,from,permalink_url,is_hidden,is_published,attachments";

    /// <summary>To be asked of a comment.</summary>
    public const string CommentFields = "id,message,created_time,from,parent{id},attachment,is_hidden,is_private,permalink_url";

    [JsonConverter(typeof(GraphId))]
    public string? Id { get; init; }

    public string? Message { get; init; }

    /// <summary>What Facebook says of a post in which nobody says anything: "… updated their cover photo."</summary>
    public string? Story { get; init; }

    /// <summary><c>2026-11-19T18:22:05+0000</c>.</summary>
    public string? CreatedTime { get; init; }

    /// <summary>Posts only; comments have none.</summary>
    public string? UpdatedTime { get; init; }

    /// <summary>Missing where the author is gone, has blocked the Page, or is not to be shown.</summary>
    public PersonWire? From { get; init; }

    public string? PermalinkUrl { get; init; }

    public bool? IsHidden { get; init; }

    public bool? IsPrivate { get; init; }

    public bool? IsPublished { get; init; }

    /// <summary>The comment that a comment answers; missing where it answers the post.</summary>
    public PersonWire? Parent { get; init; }

    public AttachmentWire? Attachment { get; init; }

    public AttachmentsWire? Attachments { get; init; }
}

/// <summary>Somebody or something by its id.</summary>
internal sealed record PersonWire([property: JsonConverter(typeof(GraphId))] string? Id, string? Name);

internal sealed record AttachmentsWire(IReadOnlyList<AttachmentWire?>? Data);

/// <param name="Type"><c>photo</c>, <c>sticker</c>, <c>animated_image_share</c>, <c>video_inline</c>, <c>share</c>, <c>album</c>…</param>
internal sealed record AttachmentWire(string? Type, string? Url, string? Title, string? Description, TargetWire? Target);

internal sealed record TargetWire(string? Url);

/// <param name="Data">Read one by one: one that cannot be read stops no other.</param>
internal sealed record GraphListWire(IReadOnlyList<JsonElement>? Data, PagingWire? Paging);

/// <param name="Next">Holds the token. Only whether it is there is looked at.</param>
internal sealed record PagingWire(CursorsWire? Cursors, string? Next);

internal sealed record CursorsWire(string? After);

internal sealed record GraphErrorHolderWire(GraphErrorWire? Error);

internal sealed record GraphErrorWire(string? Message, int? Code, int? ErrorSubcode, bool? IsTransient, string? ErrorUserMsg);

internal sealed record TokenHolderWire(TokenWire? Data);

/// <param name="Type"><c>PAGE</c>, <c>USER</c>, <c>SYSTEM_USER</c>…</param>
/// <param name="ExpiresAt">Unix seconds; 0 for never.</param>
/// <param name="DataAccessExpiresAt">Unix seconds, about 90 days after the person's last sign-in; afterwards the words of others are not shown any more.</param>
internal sealed record TokenWire(string? Type, [property: JsonConverter(typeof(GraphId))] string? ProfileId, bool? IsValid, long? ExpiresAt, long? DataAccessExpiresAt, IReadOnlyList<string?>? Scopes);

internal sealed record MeWire([property: JsonConverter(typeof(GraphId))] string? Id, string? Name, string? Username, string? Link);

/// <summary>What a write answers: an id, or that it was done.</summary>
internal sealed record WrittenWire([property: JsonConverter(typeof(GraphId))] string? Id, bool? Success);

/// <summary>Ids are text or numbers.</summary>
internal sealed class GraphId : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new JsonException("An id is text or a number."),
    };

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
