using System.Text.Json.Serialization;

namespace PageWatch.Platforms.WordPress;

/// <summary>A comment as the API tells it; only the fields we ask for. https://developer.wordpress.org/rest-api/reference/comments/</summary>
internal sealed record CommentWire
{
    public long Id { get; init; }

    /// <summary>The article's id.</summary>
    public long Post { get; init; }

    /// <summary>0 for a comment on the article itself.</summary>
    public long Parent { get; init; }

    /// <summary>0 for a visitor without an account.</summary>
    public long Author { get; init; }

    public string? AuthorName { get; init; }

    public string? AuthorUrl { get; init; }

    /// <summary>UTC, without a zone.</summary>
    public string? DateGmt { get; init; }

    public TextWire? Content { get; init; }

    public string? Link { get; init; }

    /// <summary><c>approved</c>, <c>hold</c>, <c>spam</c>, <c>trash</c>, <c>post-trashed</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The text as the page shows it; a row without one is not taken for a comment.</summary>
    [JsonIgnore]
    public string Html => Content?.Rendered ?? "";

    [JsonIgnore]
    public bool IsPublic => Status == "approved";

    [JsonIgnore]
    public bool IsHeld => Status == "hold";
}

/// <param name="Rendered">HTML as the page shows it.</param>
/// <param name="Raw">As stored; only for accounts that may moderate.</param>
internal sealed record TextWire(string? Rendered, string? Raw);
