using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Mastodon;

/// <summary>Replies to posts as the page's account. https://docs.joinmastodon.org/methods/statuses/</summary>
internal sealed class MastodonPublisher(MastodonApi api) : IReplyPublisher
{
    /// <summary>Answers of the account's own list that are read to find a lost reply.</summary>
    private const int MostAnswers = 5;

    /// <summary>Clocks of servers go wrong by less.</summary>
    private static readonly TimeSpan ClockRoom = TimeSpan.FromMinutes(5);

    public PlatformId Platform => MastodonPage.Platform;

    public async ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var page = MastodonPage.Of(call);
        if (await api.FindStatusAsync(page, target.NativeId, cancellationToken) is not { IsPublic: true } status)
            return new TargetNow(null, []);
        var doing = $"look for replies to post {target.NativeId} of {page.Host}";
        var path = $"api/v1/statuses/{target.NativeId}/context";
        var answer = await api.GetAsync(page, path, doing, cancellationToken);
        if (MastodonApi.IsGone(answer))
            return new TargetNow(null, []);
        if (!answer.IsSuccess)
            throw api.Failure(page, MastodonApi.Request(page, HttpMethod.Get, path), answer, doing);
        var own = StatusPage.ReadBelow(answer, doing).Select(row => row.Status).OfType<StatusWire>()
            .Where(each => each.IsPublic && each.IsBy(page.Account) && each.InReplyToId == target.NativeId)
            .OrderBy(each => each.WrittenAt());
        return new TargetNow(status.ToPost(page, target.ThreadNativeId), [.. own.Select(each => each.ToReply(page))]);
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        var page = MastodonPage.Of(call);
        var id = reply.Target.NativeId;
        var doing = $"reply to post {CleanText.Line(id, 40)} of {page.Host}";
        if (page.Token is null)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the page has no token. {MastodonApi.HowToMakeOne}");
        // Whom to name, and who may read the answer, stands in the post as it is now.
        if (await api.FindStatusAsync(page, id, cancellationToken) is not { } target)
            throw GoneAway(doing);
        if (!target.IsPublic)
            return new PublishOutcome.Refused("The post is not for everybody to read: answer it on the server itself.");
        if (AddressLine.Above(reply.Text, target, page.Account) is not { } text)
            return new PublishOutcome.Refused("The author has no handle that a reply could name.");
        var length = ReplyLength.Of(text, LengthUnit.GraphemesShortLinks);
        if (length > page.Limit)
        {
            return new PublishOutcome.Refused(string.Create(
                CultureInfo.InvariantCulture, $"With the author's handle the reply has {length:N0} characters, and the server takes {page.Limit:N0}. Shorten it by {length - page.Limit:N0}."));
        }

        var request = MastodonApi.Request(page, HttpMethod.Post, "api/v1/statuses");
        request = request with
        {
            Headers = [.. request.Headers, ("Idempotency-Key", KeyOf(page, reply))],
            // Quiet: seen by whoever follows the thread, and not on the server's public timelines.
            Body = JsonSerializer.SerializeToUtf8Bytes(new NewStatusWire(text, id, "unlisted", LanguageOf(target)), MastodonJson.Default.NewStatusWire),
        };
        var answer = await api.SendAsync(page, request, doing, cancellationToken);
        if (answer.IsSuccess)
            return Taken(page, answer, doing);
        if (answer.Status == HttpStatusCode.UnprocessableEntity)
            return new PublishOutcome.Refused(MastodonApi.WordsOf(answer) ?? "The server refused the reply, and did not say why.");
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return await NotFoundAsync(page, id, answer, doing, cancellationToken);
        throw api.Failure(page, request, answer, doing);
    }

    public async ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken)
    {
        var page = MastodonPage.Of(call);
        var doing = $"look for a reply to post {CleanText.Line(reply.Target.NativeId, 40)} of {page.Host}";
        // The account's own list rather than the thread: it shows the reply also when the post that it answers was deleted meanwhile.
        var path = $"api/v1/accounts/{page.Account}/statuses?exclude_reblogs=true&limit=40";
        string? below = null;
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            var list = StatusPage.Read(await api.DemandAsync(page, below is null ? path : $"{path}&max_id={below}", doing, cancellationToken), ofNotifications: false, doing);
            var own = list.Rows.Select(row => row.Status).OfType<StatusWire>().Where(each => each.IsBy(page.Account)).ToList();
            var recent = own.Where(each => each.WrittenAt() is not { } at || at >= sentSince - ClockRoom).ToList();
            if (recent.Find(each => MayAnswer(each, reply.Target) && AddressLine.Says(reply.Text, each, each.ToPost(page, null).Text)) is { } found)
                return found.ToReply(page);
            var next = list.Older ?? list.Rows.Select(row => row.Id).OfType<string>().Min(MastodonId.Order);
            if (list.Rows.Count == 0 || recent.Count < own.Count || next is null || next == below)
                return null;
            below = next;
        }

        // So many posts since, and none of them read to the end: absence is not proven.
        throw PageAnswer.NotUnderstood(doing, $"the account wrote more since than the {MostAnswers * 40} posts that are read");
    }

    public async ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        var page = MastodonPage.Of(call);
        if (await api.FindStatusAsync(page, replyNativeId, cancellationToken) is not { } status)
            return;
        var doing = $"take back post {replyNativeId} of {page.Host}";
        if (!status.IsBy(page.Account))
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: \"{call.Page.AccountName}\" did not write it.");
        var request = MastodonApi.Request(page, HttpMethod.Delete, $"api/v1/statuses/{replyNativeId}");
        var answer = await api.SendAsync(page, request, doing, cancellationToken);
        if (!answer.IsSuccess && !MastodonApi.IsGone(answer))
            throw api.Failure(page, request, answer, doing);
    }

    /// <summary>
    /// Either the post has just gone; or the server, which keeps our key for an hour, looked for the reply that it made for these words before, and somebody took that
    /// one back (seen in post_status_service.rb).
    /// </summary>
    private async Task<PublishOutcome> NotFoundAsync(MastodonPage page, string target, PageAnswer answer, string doing, CancellationToken cancellationToken)
    {
        if (MastodonApi.WordsOf(answer) is null)
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: the server's API takes no posts any more ({(int)answer.Status}). Something may stand in front of it.");
        return await api.FindStatusAsync(page, target, cancellationToken) is null
            ? throw GoneAway(doing)
            : new PublishOutcome.Refused("The server took these words for an answer to this post within the last hour, and they were taken back since. Change a word, or wait an hour.");
    }

    private static PublishOutcome.Published Taken(MastodonPage page, PageAnswer answer, string doing)
    {
        try
        {
            var status = MastodonApi.Read(answer, MastodonJson.Default.StatusWire, doing);
            if (!status.IsWhole)
                throw PageAnswer.NotUnderstood(doing, "the answer is no post");
            return new PublishOutcome.Published(status.Id!, status.LinkOn(page), status.WrittenAt());
        }
        catch (PlatformException problem)
        {
            // It said yes, and then something we cannot read: it may stand there.
            throw new PlatformException(problem.Failure, problem.Message, problem) { MayHaveActed = true };
        }
    }

    /// <summary>A reply whose post was deleted answers nothing any more; that it names somebody still tells it from an announcement.</summary>
    private static bool MayAnswer(StatusWire own, ReplyTarget target) => own.InReplyToId is { } parent ? parent == target.NativeId : own.Mentions is { Count: > 0 };

    private static PlatformException GoneAway(string doing) =>
        new(PlatformFailure.Gone, $"Could not {doing}: it is not there any more, or its author does not show it to the account.");

    /// <summary>The same words under the same post are one reply, however often they are handed over: https://docs.joinmastodon.org/methods/statuses/#create</summary>
    private static string KeyOf(MastodonPage page, OutgoingReply reply) =>
        "pagewatch-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{page.Account}\n{reply.Target.NativeId}\n{reply.Text}")).AsSpan(0, 16));

    /// <summary>A language that is none would be refused, and the reply with it.</summary>
    private static string? LanguageOf(StatusWire target) =>
        target.Language is { Length: >= 2 and <= 10 } language && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? language : null;
}
