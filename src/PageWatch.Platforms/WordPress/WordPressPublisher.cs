using System.Globalization;
using System.Net;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using PageWatch.Platforms.Markup;

namespace PageWatch.Platforms.WordPress;

/// <summary>Replies to comments as the page's account.</summary>
internal sealed class WordPressPublisher(WordPressApi api) : IReplyPublisher
{
    /// <summary>Answers of the list that are read to find replies of ours under one comment.</summary>
    private const int MostAnswers = 5;

    /// <summary>What the site says when it will not take this reply, whatever we do: https://developer.wordpress.org/reference/classes/wp_rest_comments_controller/</summary>
    private static readonly Dictionary<string, string> Refusals = new(StringComparer.Ordinal)
    {
        ["rest_comment_closed"] = "The article takes no more comments.",
        ["rest_comment_draft_post"] = "The article is a draft now.",
        ["rest_comment_trash_post"] = "The article is in the trash now.",
        ["rest_comment_invalid_post_id"] = "The article is not there any more.",
        ["rest_cannot_read_post"] = "The account may not read the article.",
        ["rest_comment_not_supported_post_type"] = "What the comment stands under takes no comments.",
        ["rest_comment_content_invalid"] = "WordPress takes no empty comment.",
        ["comment_content_column_length"] = "The reply is longer than WordPress keeps.",
        ["rest_comment_failed_create"] = "WordPress could not store the reply.",
    };

    public PlatformId Platform => WordPressSite.Platform;

    public async ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var site = WordPressSite.Of(call);
        if (!CommentReading.TryId(target.NativeId, out var id) || await ReadAsync(site, id, cancellationToken) is not { } comment || !(comment.IsPublic || comment.IsHeld))
            return new TargetNow(null, []);
        var own = new List<FoundReply>();
        await foreach (var reply in OwnRepliesAsync(site, call.Page, id, cancellationToken))
        {
            if (reply.IsPublic || reply.IsHeld)
                own.Add(reply.ToReply(call.Page));
        }

        own.Reverse();
        return new TargetNow(comment.ToPost(call.Page, target.ThreadNativeId == target.NativeId ? null : target.ThreadNativeId, under: null), own);
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        var site = WordPressSite.Of(call);
        var html = WordPressText.ToHtml(reply.Text);
        if (!WordPressText.Fits(html))
            return new PublishOutcome.Refused($"The reply is longer than WordPress keeps ({WordPressText.LongestHtml:N0} bytes).");

        // A reply to a comment that is not there would be taken all the same and stand alone; and the article must be named.
        var parent = CommentReading.TryId(reply.Target.NativeId, out var id) ? await ReadAsync(site, id, cancellationToken) : null;
        if (parent is null || !(parent.IsPublic || parent.IsHeld))
            throw new PlatformException(PlatformFailure.Gone, $"Could not reply to comment {reply.Target.NativeId} of {site.Home}: it is not there any more.");

        var doing = string.Create(CultureInfo.InvariantCulture, $"reply to comment {id} of {site.Home}");
        var request = WordPressApi.Request(
            site,
            HttpMethod.Post,
            site.At("wp/v2/comments", WordPressApi.Fields),
            JsonSerializer.SerializeToUtf8Bytes(new NewCommentWire(parent.Post, id, html), WordPressJson.Default.NewCommentWire));
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if (answer.IsSuccess)
            return Outcome(call.Page, Created(answer, doing));

        var code = WordPressApi.CodeOf(answer);
        if (code == "comment_duplicate")
            return await EarlierAsync(site, call.Page, id, reply.Text, cancellationToken);

        if (code is not null && Refusals.TryGetValue(code, out var why))
            return new PublishOutcome.Refused(why);
        if (answer.Status == HttpStatusCode.NotFound)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the site's REST API takes no comments any more ({code ?? "404"}). Somebody may have switched it off.");
        // A plug-in has words of its own for what it does not like.
        if (answer.Status == HttpStatusCode.BadRequest && code is not (null or "comment_flood"))
            return new PublishOutcome.Refused(WordPressApi.WordsOf(answer) ?? $"The site refused the reply ({code}).");
        throw api.Failure(site, request, answer, doing);
    }

    public async ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken) =>
        CommentReading.TryId(reply.Target.NativeId, out var id)
            && await FindAsync(WordPressSite.Of(call), call.Page, id, reply.Text, sentSince, cancellationToken) is { } found
            ? found.ToReply(call.Page)
            : null;

    public async ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        var site = WordPressSite.Of(call);
        if (!CommentReading.TryId(replyNativeId, out var id) || await ReadAsync(site, id, cancellationToken) is not { } comment)
            return;
        // The account of a page may delete anybody's comment; PageWatch only ever takes back its own.
        if (!comment.IsBy(call.Page))
            throw new PlatformException(PlatformFailure.Denied, $"Could not take back comment {replyNativeId} of {site.Home}: \"{call.Page.AccountName}\" did not write it.");

        var doing = $"take back comment {replyNativeId} of {site.Home}";
        var request = WordPressApi.Request(site, HttpMethod.Delete, site.At($"wp/v2/comments/{replyNativeId}", "force=true"), null);
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if (answer.Status is HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            // Web servers before WordPress may know no DELETE; WordPress takes it in a POST: https://developer.wordpress.org/rest-api/using-the-rest-api/global-parameters/#_method-or-x-http-method-override-header
            request = WordPressApi.Request(site, HttpMethod.Post, site.At($"wp/v2/comments/{replyNativeId}", "_method=DELETE&force=true"), null);
            answer = await api.SendAsync(request, doing, cancellationToken);
        }

        if (answer.Status == HttpStatusCode.Gone || WordPressApi.IsDeleted(answer))
            return;
        if (!answer.IsSuccess)
            throw api.Failure(site, request, answer, doing);
        if (answer.TryRead(WordPressJson.Default.DeletedWire)?.Deleted != true)
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: the site did not say that it is deleted.") { MayHaveActed = true };
    }

    /// <summary>The site has these words already: an earlier hand-over did arrive, and that is the reply.</summary>
    private async Task<PublishOutcome> EarlierAsync(WordPressSite site, Page page, long parent, string text, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(site, page, parent, text, sentSince: null, cancellationToken) is { } earlier
                ? Outcome(page, earlier)
                : new PublishOutcome.Refused("The same words stand under this comment already, and not from this account; or they wait there for moderation.");
        }
        catch (PlatformException problem)
        {
            throw new PlatformException(problem.Failure, problem.Message, problem) { RetryAfter = problem.RetryAfter, MayHaveActed = true };
        }
    }

    /// <returns>Null when it is not there, or not for us to see.</returns>
    private async Task<CommentWire?> ReadAsync(WordPressSite site, long id, CancellationToken cancellationToken)
    {
        var doing = string.Create(CultureInfo.InvariantCulture, $"look at comment {id} of {site.Home}");
        var answer = await api.GetCommentAsync(site, id, doing, cancellationToken);
        if (WordPressApi.IsDeleted(answer) || WordPressApi.IsWithheld(answer))
            return null;
        return answer.IsSuccess ? CommentPage.ReadOne(answer, id, doing) : throw api.Failure(site, id, answer, doing);
    }

    /// <summary>A reply of ours with this text under this comment.</summary>
    /// <param name="sentSince">
    /// Only asked of what lies in the trash: older than this, a person took it back. What stands is ours however old, because WordPress does not
    /// take the same words under the same comment twice; so a site's wrong clock cannot hide it.
    /// </param>
    private async Task<CommentWire?> FindAsync(WordPressSite site, Page page, long parent, string text, DateTimeOffset? sentSince, CancellationToken cancellationToken)
    {
        var html = WordPressText.ToHtml(text).Trim();
        await foreach (var reply in OwnRepliesAsync(site, page, parent, cancellationToken))
        {
            var isSame = reply.Content?.Raw?.Trim() == html || SameText.As(text, HtmlText.Read(reply.Html, null).Text);
            if (isSame && (reply.Status != "trash" || (sentSince is { } since && reply.WrittenAt() >= since)))
                return reply;
        }

        return null;
    }

    /// <summary>What the page's account wrote under a comment, newest first: public, held, and (to a moderator) set aside.</summary>
    private async IAsyncEnumerable<CommentWire> OwnRepliesAsync(
        WordPressSite site, Page page, long parent, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Listing by author takes a writer's rights; a member's list is sifted here.
        var whose = site.Rights >= WordPressRights.Writer ? $"status=any&author={page.AccountId}&" : "";
        var doing = string.Create(CultureInfo.InvariantCulture, $"look for replies to comment {parent} of {site.Home}");
        var size = WordPressApi.LargestPage;
        var offset = 0;
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            var query = string.Create(CultureInfo.InvariantCulture, $"{whose}parent={parent}&orderby=id&order=desc&per_page={size}&offset={offset}&{WordPressApi.Fields}");
            var list = await api.TryListAsync(site, query, orFewer: size > 1, doing, cancellationToken);
            if (list is null)
            {
                size /= 10;
                continue;
            }

            foreach (var comment in list.Comments)
            {
                if (comment.Parent == parent && comment.IsBy(page))
                    yield return comment;
            }

            offset += size;
            if (list.Total is { } total ? offset >= total : list.Rows.Count < size)
                yield break;
        }
    }

    private static CommentWire Created(PageAnswer answer, string doing)
    {
        try
        {
            return CommentPage.ReadOne(answer, id: null, doing);
        }
        catch (PlatformException problem)
        {
            // It said yes, and then something we cannot read: it may stand there.
            throw new PlatformException(problem.Failure, problem.Message, problem) { MayHaveActed = true };
        }
    }

    private static PublishOutcome Outcome(Page page, CommentWire reply)
    {
        var link = HtmlText.Resolve(reply.Link, page.Address);
        return reply.IsPublic
            ? new PublishOutcome.Published(CommentReading.NativeId(reply.Id), link, reply.WrittenAt())
            : new PublishOutcome.Held(CommentReading.NativeId(reply.Id), link);
    }
}
