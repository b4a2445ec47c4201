using System.Globalization;
using System.Net;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;
using Microsoft.Extensions.Options;

namespace PageWatch.Platforms.X;

/// <summary>Replies to posts as the page's account. https://docs.x.com/x-api/posts/manage-tweets/introduction</summary>
internal sealed class XPublisher(XApi api, IOptions<XOptions> options) : IReplyPublisher
{
    /// <summary>Answers of the account's own list that are read to find a lost reply.</summary>
    private const int MostAnswers = 5;

    /// <summary>Clocks go wrong by less.</summary>
    private static readonly TimeSpan ClockRoom = TimeSpan.FromMinutes(5);

    /// <summary>How far back a refusal is looked into: X refuses what was said before.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    public PlatformId Platform => XPage.Platform;

    public async ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var page = XPage.Of(call);
        if (await api.FindPostAsync(page.Keys, target.NativeId, cancellationToken) is not var (post, includes))
            return new TargetNow(null, []);
        var doing = $"look for replies to post {target.NativeId} on X";
        // Older ones than the newest hundred were told by the account's own stream.
        var rows = PostRows.Read(await api.DemandAsync(page.Keys, $"users/{page.Account}/tweets?exclude=retweets&max_results=100&since_id={target.NativeId}&{XApi.Fields}", doing, cancellationToken), doing);
        var own = rows.Posts.Where(each => each.IsBy(page) && IsUnder(each, post)).OrderBy(each => each.Id!, XId.Order);
        return new TargetNow(post.ToPost(page, includes), [.. own.Select(each => each.ToReply(page, rows.Includes))]);
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        var page = XPage.Of(call);
        var doing = $"reply to post {CleanText.Line(reply.Target.NativeId, 40)} on X";
        if (page.Keys.User is null)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: a bearer only reads, and this takes the account's four keys. {XKeys.HowToMakeThem}");
        var length = ReplyLength.Of(reply.Text, LengthUnit.Weighted);
        if (length > XCapabilities.LongestPost)
        {
            return new PublishOutcome.Refused(string.Create(
                CultureInfo.InvariantCulture, $"The reply counts {length:N0}, and X takes {XCapabilities.LongestPost}. Shorten it by {length - XCapabilities.LongestPost:N0}."));
        }

        // Who may answer stands in the post as it is now, and the answer belongs under its newest version.
        if (await api.FindPostAsync(page.Keys, reply.Target.NativeId, cancellationToken) is not var (target, includes))
            throw new PlatformException(PlatformFailure.Gone, $"Could not {doing}: it is not there any more, or its author does not show it to the account.");
        if (WhyNot(target, includes, page) is { } why)
            return new PublishOutcome.Refused(why);

        var body = JsonSerializer.SerializeToUtf8Bytes(new NewPostWire(reply.Text, new NewReplyWire(target.Id!)), XJson.Default.NewPostWire);
        var answer = await api.SendAsync(page.Keys, HttpMethod.Post, "tweets", body, doing, cancellationToken);
        if (answer.IsSuccess)
            return Taken(page, answer, doing);
        var problem = XApi.ProblemOf(answer);
        if (answer.Status == HttpStatusCode.Forbidden && problem is not null && problem.Kind != "client-forbidden")
            return await ForbiddenAsync(page, reply, target, problem, cancellationToken);
        if (answer.Status == HttpStatusCode.BadRequest && problem is not null)
            return new PublishOutcome.Refused($"X did not take the reply{Words(problem)}.");
        throw api.Failure(HttpMethod.Post, answer, doing);
    }

    public async ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken) =>
        await FindReplyAsync(XPage.Of(call), reply, sentSince - ClockRoom, cancellationToken);

    public async ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        var page = XPage.Of(call);
        var doing = $"take back post {CleanText.Line(replyNativeId, 40)} on X";
        if (page.Keys.User is null)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: a bearer only reads, and this takes the account's four keys. {XKeys.HowToMakeThem}");
        if (await api.FindPostAsync(page.Keys, replyNativeId, cancellationToken) is not var (post, _))
            return;
        if (!post.IsBy(page))
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: \"{call.Page.AccountName}\" did not write it.");
        var answer = await api.SendAsync(page.Keys, HttpMethod.Delete, $"tweets/{post.Id}", null, doing, cancellationToken);
        if (XApi.ProblemOf(answer) is { IsGone: true })
            return;
        if (!answer.IsSuccess)
            throw api.Failure(HttpMethod.Delete, answer, doing);
        if (answer.TryRead(XJson.Default.AnswerWire)?.Data is not { ValueKind: JsonValueKind.Object } data || !IsDeleted(data))
            throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: the answer does not say that it is deleted.") { MayHaveActed = true };
    }

    /// <summary>What is certain to be refused is not sent: https://docs.x.com/changelog (23 February 2026). Where it is not certain, X is asked.</summary>
    /// <returns>Null when X may take it.</returns>
    private string? WhyNot(PostWire target, XIncludes includes, XPage page)
    {
        if (!options.Value.AnswersOnlyWhoAsks || target.IsBy(page) || target.InReplyToUserId == page.Account)
            return null;
        var mentions = (target.NoteTweet?.Entities?.Mentions ?? []).Concat(target.Entities?.Mentions ?? []);
        if (mentions.Any(each => each?.Id == page.Account || (each?.Id is null && string.Equals(each?.Username, page.Name, StringComparison.OrdinalIgnoreCase))))
            return null;
        if (target.Quoted is { } quoted && (includes.Post(quoted) is not { } whole || whole.IsBy(page)))
            return null;
        if (target.ReplySettings == "mentionedUsers")
            return $"The author lets only those answer whom the post mentions, and it does not mention @{page.Name}. Answer on X itself, if it lets you.";
        return $"X lets an app answer only a post that mentions @{page.Name} or quotes one of its posts, and this one does neither. Answer it on X itself.";
    }

    /// <summary>
    /// A refusal tells by its words alone whether the very same words stand there already; words are no ground to decide on. So it is looked for: what stands there
    /// is the reply.
    /// </summary>
    private async Task<PublishOutcome> ForbiddenAsync(XPage page, OutgoingReply reply, PostWire target, ProblemWire problem, CancellationToken cancellationToken)
    {
        var doubt = "";
        try
        {
            if (await FindReplyAsync(page, reply, api.Now - LookBack, cancellationToken) is { } stands)
                return new PublishOutcome.Published(stands.NativeId, stands.Link, stands.PublishedAt);
        }
        catch (PlatformException)
        {
            // The refusal stands for itself; that nobody could look is said beside it.
            doubt = " Whether the same words stand there already could not be looked up: look at the post on X.";
        }

        var limit = target.ReplySettings switch
        {
            null or "everyone" => "",
            "mentionedUsers" => " The author lets only those answer whom the post mentions.",
            "following" => " The author lets only those answer whom the author follows.",
            "subscribers" => " The author lets only subscribers answer.",
            "verified" => " The author lets only verified accounts answer.",
            _ => " The author has limited who may answer.",
        };
        return new PublishOutcome.Refused($"X did not take the reply{Words(problem)}.{limit}{doubt}");
    }

    private async Task<FoundReply?> FindReplyAsync(XPage page, OutgoingReply reply, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var doing = $"look for a reply to post {CleanText.Line(reply.Target.NativeId, 40)} on X";
        var path = $"users/{page.Account}/tweets?exclude=retweets&max_results=100&start_time={since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}&{XApi.Fields}";
        string? token = null;
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            var rows = PostRows.Read(await api.DemandAsync(page.Keys, token is null ? path : $"{path}&pagination_token={Uri.EscapeDataString(token)}", doing, cancellationToken), doing);
            if (rows.Posts.FirstOrDefault(each => each.IsBy(page) && MayAnswer(each, rows.Includes, reply.Target.NativeId) && each.Says(reply.Text)) is { } found)
                return found.ToReply(page, rows.Includes);
            if (rows.Meta?.NextToken is not { Length: > 0 } further)
                return null;
            token = further;
        }

        // So many posts since, and none of them read to the end: absence is not proven.
        throw PageAnswer.NotUnderstood(doing, $"the account wrote more since than the {MostAnswers * 100} posts that are read");
    }

    /// <summary>It answers some version of that post; which post a version is of is only told while it is there.</summary>
    private static bool MayAnswer(PostWire own, XIncludes includes, string target) =>
        own.RepliedTo is { } parent && (parent == target || includes.Post(parent) is not { } whole || whole.FirstId == target);

    private static bool IsUnder(PostWire own, PostWire target) =>
        own.RepliedTo is { } parent && (parent == target.Id || parent == target.FirstId || target.EditHistoryTweetIds?.Contains(parent) == true);

    private static PublishOutcome.Published Taken(XPage page, PageAnswer answer, string doing)
    {
        var wire = answer.TryRead(XJson.Default.AnswerWire);
        // The answer to a new post has its id and its text, and nothing else.
        if (wire?.Data is { ValueKind: JsonValueKind.Object } data && IdIn(data) is { } id)
            return new PublishOutcome.Published(id, XPage.LinkTo(page.Name, id), null);
        // It said yes, and then something we cannot read: it may stand there.
        throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not {doing}: X said yes, and the answer names no post.") { MayHaveActed = true };
    }

    private static string Words(ProblemWire problem) => XApi.WordsOf(problem) is { Length: > 0 } words ? ": " + words : ", and did not say why";

    private static string? IdIn(JsonElement data)
    {
        try
        {
            return data.Deserialize(XJson.Default.PostWire)?.Id is { } id && XId.IsGood(id) ? id : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsDeleted(JsonElement data)
    {
        try
        {
            return data.Deserialize(XJson.Default.DeletedWire)?.Deleted == true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
