using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.DemoPage;

/// <summary>What the demo page says, under its own names; read loosely, and never leaving this folder.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AboutWire))]
[JsonSerializable(typeof(ChangesWire))]
[JsonSerializable(typeof(PostWire))]
[JsonSerializable(typeof(RepliesWire))]
[JsonSerializable(typeof(ReplyWire))]
[JsonSerializable(typeof(TakenWire))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(HookWire))]
internal sealed partial class DemoPageJson : JsonSerializerContext;

internal sealed record AboutWire(string? Kind, string? Name, string? Url, AuthorWire? Account);

internal sealed record AuthorWire(string? Id, string? Name);

/// <param name="Posts">Each read on its own, so that one bad entry spoils no other.</param>
internal sealed record ChangesWire(IReadOnlyList<JsonElement>? Posts, long? Next, bool? More);

internal sealed record PostWire(
    string? Id,
    string? Parent,
    string? Thread,
    AuthorWire? Author,
    string? Text,
    string? Picture,
    DateTimeOffset? CreatedAt,
    long? Revision,
    bool? Deleted,
    bool? ByPage,
    string? Url);

internal sealed record RepliesWire(IReadOnlyList<PostWire>? Replies);

internal sealed record ReplyWire(string Text);

internal sealed record TakenWire(string? Id, string? Url, DateTimeOffset? CreatedAt);

internal sealed record ErrorWire(string? Error);

internal sealed record HookWire(string? Event, PostWire? Post);
