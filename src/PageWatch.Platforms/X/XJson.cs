using System.Text.Json;
using System.Text.Json.Serialization;

namespace PageWatch.Platforms.X;

/// <summary>The JSON as X sends it: unknown fields are ignored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnswerWire))]
[JsonSerializable(typeof(PostWire))]
[JsonSerializable(typeof(UserWire))]
[JsonSerializable(typeof(DeletedWire))]
[JsonSerializable(typeof(NewPostWire))]
[JsonSerializable(typeof(ProblemWire))]
[JsonSerializable(typeof(CallWire))]
[JsonSerializable(typeof(XCursor))]
internal sealed partial class XJson : JsonSerializerContext;

/// <summary>What every answer is wrapped in. With nothing to tell, <c>data</c> is absent; with some of it untold, <c>errors</c> stands beside it.</summary>
internal sealed record AnswerWire(JsonElement? Data, IncludesWire? Includes, IReadOnlyList<ProblemWire?>? Errors, MetaWire? Meta);

internal sealed record IncludesWire(IReadOnlyList<UserWire?>? Users, IReadOnlyList<PostWire?>? Tweets, IReadOnlyList<MediaWire?>? Media);

internal sealed record MetaWire(string? NewestId, string? OldestId, string? NextToken, int? ResultCount);

/// <summary>https://docs.x.com/x-api/fundamentals/data-dictionary#tweet</summary>
internal sealed record PostWire
{
    public string? Id { get; init; }

    /// <summary>HTML-escaped, links shortened; cut where <see cref="NoteTweet"/> has all of it.</summary>
    public string? Text { get; init; }

    public string? AuthorId { get; init; }

    /// <summary>Of this version; ISO 8601, UTC.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>The id of the post at the root.</summary>
    public string? ConversationId { get; init; }

    /// <summary>BCP-47; "und" where nobody knows.</summary>
    public string? Lang { get; init; }

    public string? InReplyToUserId { get; init; }

    /// <summary>All versions, the first first.</summary>
    public IReadOnlyList<string?>? EditHistoryTweetIds { get; init; }

    public IReadOnlyList<ReferenceWire?>? ReferencedTweets { get; init; }

    /// <summary><c>everyone</c>, <c>mentionedUsers</c>, <c>following</c>, <c>subscribers</c>, <c>verified</c>.</summary>
    public string? ReplySettings { get; init; }

    public EntitiesWire? Entities { get; init; }

    public NoteWire? NoteTweet { get; init; }

    public AttachedWire? Attachments { get; init; }

    [JsonIgnore]
    public bool IsWhole => XId.IsGood(Id) && XId.IsGood(AuthorId) && Text is not null;

    /// <summary>What the post goes by, however often it is edited.</summary>
    [JsonIgnore]
    public string FirstId => EditHistoryTweetIds is [{ } first, ..] && XId.IsGood(first) ? first : Id!;

    /// <summary>The version that stands now.</summary>
    [JsonIgnore]
    public string LastId => EditHistoryTweetIds is [.., { } last] && XId.IsGood(last) ? last : Id!;

    [JsonIgnore]
    public string? RepliedTo => Referenced("replied_to");

    [JsonIgnore]
    public string? Quoted => Referenced("quoted");

    /// <summary>It says nothing itself.</summary>
    [JsonIgnore]
    public bool IsRepost => Referenced("retweeted") is not null;

    private string? Referenced(string type) => (ReferencedTweets ?? []).Where(each => each?.Type == type && XId.IsGood(each.Id)).Select(each => each!.Id).FirstOrDefault();
}

internal sealed record ReferenceWire(string? Type, string? Id);

internal sealed record NoteWire(string? Text, EntitiesWire? Entities);

internal sealed record AttachedWire(IReadOnlyList<string?>? MediaKeys);

internal sealed record EntitiesWire(IReadOnlyList<LinkWire?>? Urls, IReadOnlyList<MentionWire?>? Mentions);

/// <param name="Url">As it stands in the text.</param>
/// <param name="MediaKey">Stands for a picture of the post; null for a link.</param>
internal sealed record LinkWire(string? Url, string? ExpandedUrl, string? MediaKey);

internal sealed record MentionWire(string? Username, string? Id);

internal sealed record MediaWire(string? MediaKey, string? Type, string? Url, string? PreviewImageUrl, string? AltText);

internal sealed record UserWire(string? Id, string? Username, string? Name, bool? Protected, CountsWire? PublicMetrics);

internal sealed record CountsWire(long? FollowersCount);

internal sealed record DeletedWire(bool? Deleted);

/// <summary>https://docs.x.com/x-api/posts/creation-of-a-post</summary>
internal sealed record NewPostWire(string Text, NewReplyWire Reply);

internal sealed record NewReplyWire(string InReplyToTweetId);

/// <summary>A refusal, whole (RFC 7807) or of one thing among others. What it means is told by <see cref="Type"/> and the status, never by its words.</summary>
/// <param name="Message">The older API's words, where an answer still has its form.</param>
internal sealed record ProblemWire(string? Title, string? Detail, string? Type, string? Reason, string? ResourceId, string? Value, string? ResourceType, string? Message, IReadOnlyList<ProblemWire?>? Errors)
{
    /// <summary>"usage-capped" of "https://api.x.com/2/problems/usage-capped".</summary>
    [JsonIgnore]
    public string? Kind => Type?[(Type.LastIndexOf('/') + 1)..];

    [JsonIgnore]
    public bool IsGone => Kind == "resource-not-found";

    [JsonIgnore]
    public bool IsHidden => Kind == "not-authorized-for-resource";

    /// <summary>Which post it is about.</summary>
    [JsonIgnore]
    public string? About => XId.IsGood(ResourceId) ? ResourceId : XId.IsGood(Value) ? Value : null;
}
