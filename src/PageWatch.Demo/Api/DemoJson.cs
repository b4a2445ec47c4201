using System.Text.Json.Serialization;
using PageWatch.Demo.Wall;

namespace PageWatch.Demo.Api;

/// <summary>What the API and the webhooks say, in snake_case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AboutWire))]
[JsonSerializable(typeof(PostWire))]
[JsonSerializable(typeof(ChangesWire))]
[JsonSerializable(typeof(RepliesWire))]
[JsonSerializable(typeof(NewReplyWire))]
[JsonSerializable(typeof(TakenWire))]
[JsonSerializable(typeof(DeletedWire))]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(HookWire))]
internal sealed partial class DemoJson : JsonSerializerContext;

/// <param name="Account">Who the page answers as; told to its owner only.</param>
internal sealed record AboutWire(string Kind, int Version, string Name, Uri Url, AuthorWire? Account);

internal sealed record AuthorWire(string Id, string Name);

/// <param name="Author">Null once the post is deleted.</param>
internal sealed record PostWire(
    string Id,
    string? Parent,
    string Thread,
    AuthorWire? Author,
    string Text,
    string? Picture,
    DateTimeOffset CreatedAt,
    int Revision,
    long Change,
    bool Deleted,
    bool ByPage,
    Uri Url)
{
    public static PostWire Of(WallPost post, DemoOptions options) => new(
        post.Id,
        post.Parent,
        post.Thread,
        post.IsDeleted ? null : new AuthorWire(post.Author.Id, post.Author.Name),
        post.Text,
        post.Picture,
        post.CreatedAt,
        post.Revision,
        post.Change,
        post.IsDeleted,
        post.IsByPage,
        LinkTo(post, options));

    /// <summary>An answer is shown on the page of its thread.</summary>
    public static Uri LinkTo(WallPost post, DemoOptions options) =>
        new(options.PublicBase, post.Parent is null ? $"posts/{post.Id}" : $"posts/{post.Thread}#{post.Id}");
}

internal sealed record ChangesWire(IReadOnlyList<PostWire> Posts, long Next, bool More);

internal sealed record RepliesWire(IReadOnlyList<PostWire> Replies);

internal sealed record NewReplyWire(string? Text);

internal sealed record TakenWire(string Id, Uri Url, DateTimeOffset CreatedAt);

internal sealed record DeletedWire(string Error, string Id, int Revision);

internal sealed record ErrorWire(string Error);

internal sealed record HookWire(string Event, string Delivery, DateTimeOffset SentAt, PostWire Post);
