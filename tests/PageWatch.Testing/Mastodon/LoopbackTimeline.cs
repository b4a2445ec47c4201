using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PageWatch.Testing.Mastodon;

/// <summary>Who is on a <see cref="LoopbackMastodon"/> or known to it, and what they wrote.</summary>
public sealed partial class LoopbackTimeline
{
    // Ids of Mastodon hold the time of writing; only that they grow matters here. Those of notifications are a series of their own.
    private const long FirstPost = 116215146086400000;
    private const long FirstNotification = 34975859;

    private readonly Lock gate = new();
    private readonly List<LoopbackPost> posts = [];
    private readonly List<LoopbackMention> mentions = [];
    private readonly Dictionary<string, string> handles = new(StringComparer.Ordinal); // by id: name, or name@server
    private int lastPost;
    private int lastMention;

    public Uri Server { get; internal set; } = new("http://127.0.0.1/");

    /// <param name="handle">"aiko" for somebody of this server, "aiko@misskey.example" for one elsewhere.</param>
    /// <returns>The id of the account.</returns>
    public string Join(string handle)
    {
        lock (gate)
        {
            var id = (109300000000000007 + handles.Count).ToString(CultureInfo.InvariantCulture);
            handles[id] = handle;
            return id;
        }
    }

    /// <summary>Writes as plain text, as people do. Whoever is mentioned hears of it.</summary>
    /// <param name="isFiltered">The account's policy keeps it apart: it is only listed to who asks for what is filtered.</param>
    public LoopbackPost Say(string account, string text, string? inReplyTo = null, string visibility = "public", string? language = "en", bool isFiltered = false, string spoiler = "")
    {
        lock (gate)
        {
            var post = new LoopbackPost((FirstPost + (65536L * lastPost++)).ToString(CultureInfo.InvariantCulture), account, text, inReplyTo, visibility, TimeProvider.System.GetUtcNow())
            {
                Language = language,
                Spoiler = spoiler,
            };
            posts.Add(post);
            foreach (var mentioned in Mentioned(text).Where(each => each != account).Distinct())
                mentions.Add(new LoopbackMention((FirstNotification + ++lastMention).ToString(CultureInfo.InvariantCulture), mentioned, post.Id, isFiltered));
            return post with { };
        }
    }

    public void Edit(string id, string text)
    {
        lock (gate)
        {
            var at = posts.FindIndex(post => post.Id == id);
            posts[at] = posts[at] with { Text = text, EditedAt = TimeProvider.System.GetUtcNow() };
        }
    }

    /// <summary>Gone from every list at once; what answered it stands alone from now on.</summary>
    public void Delete(string id)
    {
        lock (gate)
        {
            posts.RemoveAll(post => post.Id == id);
            mentions.RemoveAll(mention => mention.Post == id);
            for (var i = 0; i < posts.Count; i++)
            {
                if (posts[i].InReplyTo == id)
                    posts[i] = posts[i] with { InReplyTo = null };
            }
        }
    }

    public string? AccountNamed(string handle)
    {
        lock (gate)
            return handles.Where(each => each.Value.Equals(handle, StringComparison.OrdinalIgnoreCase)).Select(each => each.Key).FirstOrDefault();
    }

    public IReadOnlyList<LoopbackPost> By(string account)
    {
        lock (gate)
            return [.. posts.Where(post => post.Account == account)];
    }

    public IReadOnlyList<LoopbackPost> Tagged(string tag)
    {
        lock (gate)
            return [.. posts.Where(post => post.Text.Contains("#" + tag, StringComparison.OrdinalIgnoreCase))];
    }

    internal IReadOnlyList<LoopbackMention> MentionsOf(string account, bool includesFiltered)
    {
        lock (gate)
            return [.. mentions.Where(mention => mention.Account == account && (includesFiltered || !mention.IsFiltered))];
    }

    public LoopbackPost? Find(string id, string? viewer)
    {
        lock (gate)
            return posts.Find(post => post.Id == id && MaySee(post, viewer));
    }

    public IReadOnlyList<LoopbackPost> Below(string id)
    {
        lock (gate)
        {
            var below = new List<LoopbackPost>();
            var line = new Queue<string>([id]);
            while (line.TryDequeue(out var at))
            {
                foreach (var post in posts.Where(post => post.InReplyTo == at))
                {
                    below.Add(post);
                    line.Enqueue(post.Id);
                }
            }

            return below;
        }
    }

    /// <summary>Followers are nobody here; a direct post is its author's and, near enough, everybody's who has a token.</summary>
    internal static bool MaySee(LoopbackPost post, string? viewer) => post.Visibility is "public" or "unlisted" || viewer is not null;

    /// <summary>https://docs.joinmastodon.org/user/posting/#text</summary>
    internal static int LengthOf(string text) => new StringInfo(Handle().Replace(WebLink().Replace(text, new string('x', 23)), "@${name}")).LengthInTextElements;

    internal JsonObject Account(string id)
    {
        var handle = handles[id];
        var parts = handle.Split('@');
        var home = parts.Length > 1 ? $"https://{parts[1]}/" : Server.ToString();
        return new JsonObject
        {
            ["id"] = id, ["username"] = parts[0], ["acct"] = handle, ["display_name"] = "", ["url"] = $"{home}@{parts[0]}", ["uri"] = $"{home}users/{parts[0]}", ["followers_count"] = 12, ["bot"] = false,
        };
    }

    internal JsonObject Write(LoopbackMention mention)
    {
        lock (gate)
        {
            var post = posts.Find(each => each.Id == mention.Post)!;
            return new JsonObject { ["id"] = mention.Id, ["type"] = "mention", ["created_at"] = Time(post.At), ["account"] = Account(post.Account), ["status"] = Write(post) };
        }
    }

    internal JsonObject Write(LoopbackPost post)
    {
        lock (gate)
            return Written(post);
    }

    private JsonObject Written(LoopbackPost post) => new()
    {
        ["id"] = post.Id,
        ["created_at"] = Time(post.At),
        ["edited_at"] = post.EditedAt is { } edited ? Time(edited) : null,
        ["in_reply_to_id"] = post.InReplyTo,
        ["visibility"] = post.Visibility,
        ["language"] = post.Language,
        ["spoiler_text"] = post.Spoiler,
        ["content"] = Html(post.Text),
        ["url"] = $"{Server}@{handles[post.Account]}/{post.Id}",
        ["uri"] = $"{Server}users/{handles[post.Account]}/statuses/{post.Id}",
        ["replies_count"] = posts.Count(each => each.InReplyTo == post.Id),
        ["reblog"] = null,
        ["account"] = Account(post.Account),
        ["media_attachments"] = new JsonArray(),
        ["mentions"] = new JsonArray([.. Mentioned(post.Text).Distinct().Select(id => (JsonNode)new JsonObject { ["id"] = id, ["username"] = handles[id].Split('@')[0], ["acct"] = handles[id] })]),
    };

    /// <summary>As the server formats plain text: a mention loses its server, a link its beginning to the eye.</summary>
    private string Html(string text)
    {
        var escaped = WebUtility.HtmlEncode(text);
        var linked = WebLink().Replace(escaped, link => $"<a href=\"{link.Value}\" rel=\"nofollow noopener\"><span class=\"invisible\">https://</span><span class=\"\">{link.Value["https://".Length..]}</span></a>");
        var named = Handle().Replace(linked, mention => handles.ContainsValue(mention.Value[1..])
            ? $"<span class=\"h-card\" translate=\"no\"><a href=\"https://elsewhere.example/@{mention.Groups["name"].Value}\" class=\"u-url mention\">@<span>{mention.Groups["name"].Value}</span></a></span>"
            : mention.Value);
        return "<p>" + named.ReplaceLineEndings("\n").Replace("\n\n", "</p><p>", StringComparison.Ordinal).Replace("\n", "<br />", StringComparison.Ordinal) + "</p>";
    }

    private IEnumerable<string> Mentioned(string text) => Handle().Matches(text).Select(each => AccountNamed(each.Value[1..])).OfType<string>();

    private static string Time(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w/@])@(?<name>[A-Za-z0-9_]+)(?<server>@[A-Za-z0-9.-]*[A-Za-z0-9])?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Handle();

    [GeneratedRegex(@"https?://[^\s<]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WebLink();
}

/// <param name="Text">As typed.</param>
public sealed record LoopbackPost(string Id, string Account, string Text, string? InReplyTo, string Visibility, DateTimeOffset At)
{
    public DateTimeOffset? EditedAt { get; init; }

    public string? Language { get; init; }

    public string Spoiler { get; init; } = "";
}

/// <summary>That somebody was told of a post.</summary>
internal sealed record LoopbackMention(string Id, string Account, string Post, bool IsFiltered);
