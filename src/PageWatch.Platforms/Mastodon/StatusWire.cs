using System.Text.Json.Serialization;

namespace PageWatch.Platforms.Mastodon;

/// <summary>A post, as the API tells it. https://docs.joinmastodon.org/entities/Status/</summary>
internal sealed record StatusWire
{
    [JsonConverter(typeof(OpaqueId))]
    public string? Id { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public string? CreatedAt { get; init; }

    /// <summary>Null until it is edited.</summary>
    public string? EditedAt { get; init; }

    [JsonConverter(typeof(OpaqueId))]
    public string? InReplyToId { get; init; }

    /// <summary><c>public</c>, <c>unlisted</c>, <c>private</c> (followers), <c>direct</c>; others on servers of another make.</summary>
    public string? Visibility { get; init; }

    public string? Language { get; init; }

    /// <summary>The content warning; empty for none.</summary>
    public string? SpoilerText { get; init; }

    /// <summary>HTML.</summary>
    public string? Content { get; init; }

    /// <summary>Where people read it; on a remote server for a remote post. May be null.</summary>
    public string? Url { get; init; }

    public long RepliesCount { get; init; }

    /// <summary>The post that this one only passes on.</summary>
    public StatusWire? Reblog { get; init; }

    public AccountWire? Account { get; init; }

    public IReadOnlyList<MediaWire?>? MediaAttachments { get; init; }

    public IReadOnlyList<MentionWire?>? Mentions { get; init; }

    public PollWire? Poll { get; init; }

    [JsonIgnore]
    public bool IsWhole => MastodonId.IsGood(Id) && MastodonId.IsGood(Account?.Id) && Account?.Acct is { Length: > 0 } && Content is not null && Visibility is { Length: > 0 };

    /// <summary>Anybody can read it. Whatever else a server calls a visibility is taken for a private one.</summary>
    [JsonIgnore]
    public bool IsPublic => Visibility is "public" or "unlisted";
}

/// <summary>https://docs.joinmastodon.org/entities/Account/</summary>
internal sealed record AccountWire
{
    [JsonConverter(typeof(OpaqueId))]
    public string? Id { get; init; }

    public string? Username { get; init; }

    /// <summary><c>name</c> on the server itself, <c>name@server</c> elsewhere.</summary>
    public string? Acct { get; init; }

    public string? DisplayName { get; init; }

    public string? Url { get; init; }

    public long? FollowersCount { get; init; }

    /// <summary>Where the account went, if it went.</summary>
    public AccountWire? Moved { get; init; }
}

/// <param name="Type"><c>image</c>, <c>gifv</c>, <c>video</c>, <c>audio</c>, <c>unknown</c>.</param>
internal sealed record MediaWire(string? Type, string? Url, string? RemoteUrl, string? Description);

internal sealed record MentionWire(string? Username, string? Acct);

internal sealed record PollWire(IReadOnlyList<PollOptionWire?>? Options);

internal sealed record PollOptionWire(string? Title);
