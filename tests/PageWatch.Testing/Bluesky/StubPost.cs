using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PageWatch.Testing.Bluesky;

/// <summary>A record in its author's repository.</summary>
public sealed class StubPost(StubAccount author, string key, JsonObject record)
{
    public const string Collection = "app.bsky.feed.post";

    public StubAccount Author => author;

    public string Key => key;

    public string Uri => $"at://{author.Did}/{Collection}/{key}";

    public JsonObject Record => record;

    /// <summary>The digest of the record: another text, another version.</summary>
    public string Cid => "bafyrei" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record.ToJsonString())))[..52];

    /// <summary>When it comes out in lists; before that it is only in its repository.</summary>
    public DateTimeOffset ShownFrom { get; set; }

    /// <summary>The time that the index sets it by, in lists and in what it tells: it may come out later than posts with a later one.</summary>
    public DateTimeOffset IndexedAt { get; set; }

    public string? ParentUri => (string?)record["reply"]?["parent"]?["uri"];

    public string? RootUri => (string?)record["reply"]?["root"]?["uri"];

    public string? QuotedUri => (string?)record["embed"]?["record"]?["uri"];

    public JsonObject Ref() => new() { ["uri"] = Uri, ["cid"] = Cid };

    public void Write(string text) => record["text"] = text;

    public bool Mentions(StubAccount account) => record["facets"] is JsonArray facets && facets.ToJsonString().Contains($"\"did\":\"{account.Did}\"", StringComparison.Ordinal);

    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
