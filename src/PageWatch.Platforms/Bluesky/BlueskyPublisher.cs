using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Bluesky;

/// <summary>Replies to posts as the page's account.</summary>
internal sealed class BlueskyPublisher(BlueskyApi api) : IReplyPublisher
{
    /// <summary>A reply of three hundred characters has no room for more.</summary>
    private const int MostMentions = 20;

    public PlatformId Platform => BlueskyAccount.Platform;

    public async ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var account = BlueskyAccount.Of(call);
        if (AtUri.TryRead(target.NativeId) is not { } id)
            return new TargetNow(null, []);
        var thread = await new BlueskyReader(api, account).ThreadAsync(id, depth: 1, cancellationToken);
        if (thread.Post is not { IsHidden: false } post)
            return new TargetNow(null, []);
        var own = thread.Replies.Where(reply => reply.Id.Did == account.Did && reply.ParentOf() == id).OrderBy(reply => reply.WrittenAt()).Select(PostReading.ToReply);
        return new TargetNow(post.ToPost(account.Did, under: null), [.. own]);
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        var account = WithLogin(call);
        // Half a character cannot be sent; what would stand in its place counts too.
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(reply.Text));
        if (string.IsNullOrWhiteSpace(text))
            return new PublishOutcome.Refused("Bluesky takes no empty reply.");
        if (ReplyLength.Of(text, LengthUnit.Graphemes) > BlueskyCapabilities.LongestReply)
            return new PublishOutcome.Refused($"The reply is longer than Bluesky takes ({BlueskyCapabilities.LongestReply} characters).");
        if (ReplyLength.Of(text, LengthUnit.Utf8Bytes) > BlueskyCapabilities.MostReplyBytes)
            return new PublishOutcome.Refused($"The reply is longer than Bluesky takes ({BlueskyCapabilities.MostReplyBytes.ToString("N0", CultureInfo.InvariantCulture)} bytes).");

        // A reply names the version that it answers, and the root of the thread: a wrong root would split it.
        var id = AtUri.TryRead(reply.Target.NativeId);
        var parent = id is null ? null : (await new BlueskyReader(api, account).PostsAsync([id], cancellationToken)).Posts.FirstOrDefault(post => post.Id == id);
        if (parent is null || id is null || parent.IsHidden)
            throw new PlatformException(PlatformFailure.Gone, $"Could not reply to {id?.Link.AbsoluteUri ?? "the post"}: it is not there any more, or is hidden from {account}.");
        if (parent.TakesNoReply)
            return new PublishOutcome.Refused("Whoever began the thread does not let this account reply in it.");

        var doing = $"reply to {id.Link}";
        var key = RecordKey.Of(id, text);
        var above = new StrongRefWire(parent.Uri, parent.Cid);
        var record = new NewPostWire
        {
            Text = text,
            CreatedAt = api.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            // Nobody tells what language a reply is in; it is nearly always the one of the post.
            Langs = PostReading.LanguagesOf(parent.Record!).ToList() is { Count: > 0 } languages ? languages : null,
            Facets = await FacetsAsync(account, text, cancellationToken),
            Reply = new ReplyRefWire(RootOf(parent) ?? above, above),
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(new NewRecordWire(account.Did, AtUri.Posts, key, record), BlueskyJson.Default.NewRecordWire);
        var answer = await api.SendAsync(account, HttpMethod.Post, "com.atproto.repo.createRecord", "", body, doing, cancellationToken);
        if (answer.IsSuccess)
            return Created(account, answer, doing);
        var problem = api.Failure(HttpMethod.Post, answer, doing);
        // A "no" in the network's own words that is about the record: a key that is taken has no word of its own, so what stands under it is looked at.
        if (problem.Failure != PlatformFailure.NotUnderstood || BlueskyApi.CodeOf(answer) is null)
            throw problem;
        return await EarlierAsync(account, id, key, text, cancellationToken) ?? new PublishOutcome.Refused(BlueskyApi.WordsOf(answer) ?? "Bluesky refused the reply.");
    }

    /// <summary>Asks for the one record that the reply would be. In the account's own repository, where it is as soon as it was taken; so it does not matter since when.</summary>
    public async ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken)
    {
        var account = WithLogin(call);
        var text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(reply.Text));
        return AtUri.TryRead(reply.Target.NativeId) is { } id ? await FindAsync(account, id, RecordKey.Of(id, text), text, cancellationToken) : null;
    }

    public async ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        var account = WithLogin(call);
        if (AtUri.TryRead(replyNativeId) is not { } id)
            return;
        if (id.Did != account.Did)
            throw new PlatformException(PlatformFailure.Denied, $"Could not take back {id.Link}: {account} did not write it.");
        var doing = $"take back {id.Link}";
        var body = JsonSerializer.SerializeToUtf8Bytes(new OldRecordWire(account.Did, AtUri.Posts, id.Key), BlueskyJson.Default.OldRecordWire);
        var answer = await api.SendAsync(account, HttpMethod.Post, "com.atproto.repo.deleteRecord", "", body, doing, cancellationToken);
        // Deleting what is not there is a success there too.
        if (BlueskyApi.CodeOf(answer) == "RecordNotFound")
            return;
        if (!answer.IsSuccess)
            throw api.Failure(HttpMethod.Post, answer, doing);
        if (!BlueskyApi.IsJsonObject(answer))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: the server did not say that it is deleted.") { MayHaveActed = true };
    }

    private static BlueskyAccount WithLogin(PageCall call) => BlueskyAccount.Of(call) is { HasLogin: true } account
        ? account
        : throw new PlatformException(PlatformFailure.Denied, $"Could not write as {call.Page.Name}: the page is watched without its account. Connect it with its handle and an app password. {BlueskySessions.HowToMakeOne}");

    /// <summary>Whether the record stands there already: an earlier hand-over did arrive, and that is the reply.</summary>
    /// <returns>Null when it does not.</returns>
    private async Task<PublishOutcome?> EarlierAsync(BlueskyAccount account, AtUri parent, string key, string text, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(account, parent, key, text, cancellationToken) is { } earlier ? new PublishOutcome.Published(earlier.NativeId, earlier.Link, earlier.PublishedAt) : null;
        }
        catch (PlatformException problem)
        {
            throw new PlatformException(problem.Failure, problem.Message, problem) { RetryAfter = problem.RetryAfter, MayHaveActed = true };
        }
    }

    private async Task<FoundReply?> FindAsync(BlueskyAccount account, AtUri parent, string key, string text, CancellationToken cancellationToken)
    {
        var doing = $"look for the reply to {parent.Link}";
        var query = $"repo={Uri.EscapeDataString(account.Did)}&collection={AtUri.Posts}&rkey={key}";
        var answer = await api.SendAsync(account, HttpMethod.Get, "com.atproto.repo.getRecord", query, null, doing, cancellationToken);
        if (answer.Status == HttpStatusCode.BadRequest && BlueskyApi.CodeOf(answer) == "RecordNotFound")
            return null;
        if (!answer.IsSuccess)
            throw api.Failure(HttpMethod.Get, answer, doing);
        var stored = BlueskyApi.Read(answer, BlueskyJson.Default.StoredRecordWire, doing);
        if (stored.Value is not { Type: AtUri.Posts, Text: { } words } value || stored.Uri != new AtUri(account.Did, key).ToString())
            throw PageAnswer.NotUnderstood(doing, "the answer is not that record");
        // Another reply under the same key is one in many millions; it would be somebody's own.
        return AtUri.TryRead(value.Reply?.Parent?.Uri) == parent && SameText.As(text, words)
            ? new FoundReply(stored.Uri, words, new AtUri(account.Did, key).Link, PostReading.TimeOf(value.CreatedAt), Held: false)
            : null;
    }

    private static PublishOutcome.Published Created(BlueskyAccount account, PageAnswer answer, string doing)
    {
        try
        {
            return AtUri.TryRead(BlueskyApi.Read(answer, BlueskyJson.Default.StrongRefWire, doing).Uri) is { } made && made.Did == account.Did
                ? new PublishOutcome.Published(made.ToString(), made.Link, PublishedAt: null)
                : throw PageAnswer.NotUnderstood(doing, "the answer names no post of the account");
        }
        catch (PlatformException problem)
        {
            // It said yes, and then something we cannot read: it stands there, most likely.
            throw new PlatformException(problem.Failure, problem.Message, problem) { MayHaveActed = true };
        }
    }

    /// <returns>Null when the post begins its thread, or names no root that can be read.</returns>
    private static StrongRefWire? RootOf(PostWire parent) =>
        parent.ParentOf() is not null && parent.Record!.Reply!.Root is { Cid.Length: > 0 and <= 200 } root && AtUri.TryRead(root.Uri) is not null ? root : null;

    private async Task<IReadOnlyList<FacetWire>?> FacetsAsync(BlueskyAccount account, string text, CancellationToken cancellationToken)
    {
        var facets = new List<FacetWire>();
        var accounts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var found in ReplyFacets.In(text))
        {
            var feature = found.Kind switch
            {
                FacetKind.Link => new FeatureWire("app.bsky.richtext.facet#link") { Uri = found.Value },
                FacetKind.Tag => new FeatureWire("app.bsky.richtext.facet#tag") { Tag = found.Value },
                _ => await DidOfAsync(found.Value) is { } did ? new FeatureWire("app.bsky.richtext.facet#mention") { Did = did } : null,
            };
            if (feature is not null)
                facets.Add(new FacetWire(ReplyFacets.BytesOf(text, found), [feature]));
        }

        return facets.Count > 0 ? facets : null;

        async Task<string?> DidOfAsync(string handle)
        {
            if (accounts.TryGetValue(handle, out var known))
                return known;
            return accounts.Count >= MostMentions ? null : accounts[handle] = await ResolveAsync(account, handle, cancellationToken);
        }
    }

    /// <returns>Null when nobody has the handle: then it is text, as approved.</returns>
    private async Task<string?> ResolveAsync(BlueskyAccount account, string handle, CancellationToken cancellationToken)
    {
        var doing = $"find out who @{handle} is";
        var answer = await api.SendAsync(account, HttpMethod.Get, "com.atproto.identity.resolveHandle", "handle=" + Uri.EscapeDataString(handle), null, doing, cancellationToken);
        if (answer.IsSuccess)
            return BlueskyApi.Read(answer, BlueskyJson.Default.HandleWire, doing).Did is { } did && AtUri.IsDid(did) ? did : null;
        return answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound && BlueskyApi.CodeOf(answer) is not ("ExpiredToken" or "InvalidToken")
            ? null
            : throw api.Failure(HttpMethod.Get, answer, doing);
    }
}
