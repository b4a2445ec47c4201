using System.Net;
using System.Text.Json;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.DemoPage;

/// <summary>Replies as the page's account. The page takes every reply it is sent, a second one of the same words too.</summary>
internal sealed class DemoPagePublisher(DemoPageApi api) : IReplyPublisher
{
    public PlatformId Platform => DemoPagePlatform.Id;

    public async ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var doing = $"look at post {target.NativeId} on {call.Page.Address}";
        var request = DemoPageApi.Ask(HttpMethod.Get, call, DemoPageApi.Post(target.NativeId));
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if (DemoPageApi.SaysItIsGone(answer))
            return new TargetNow(null, []);
        if (!answer.IsSuccess)
            throw api.Failure(request, answer, doing);
        var post = DemoPageApi.Read(request, answer, doing, DemoPageJson.Default.PostWire);
        return DemoPagePost.Read(post, call.Page.AccountId, out var problem) switch
        {
            SourceEvent.PostSeen seen => new TargetNow(seen.Post, await OwnRepliesAsync(call, target, cancellationToken)),
            SourceEvent.PostDeleted => new TargetNow(null, []),
            _ => throw DemoPageApi.NotUnderstood(request, doing, problem.TrimEnd('.'), null),
        };
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        var doing = $"reply to post {reply.Target.NativeId} on {call.Page.Address}";
        var request = DemoPageApi.Ask(HttpMethod.Post, call, DemoPageApi.Post(reply.Target.NativeId) + "/replies") with
        {
            Body = JsonSerializer.SerializeToUtf8Bytes(new ReplyWire(reply.Text), DemoPageJson.Default.ReplyWire),
        };
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if ((DemoPageApi.SaysItIsGone(answer) || answer.Status is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity) && DemoPageApi.ReasonOf(answer) is { } reason)
            return new PublishOutcome.Refused(reason);
        if (!answer.IsSuccess)
            throw api.Failure(request, answer, doing);
        return DemoPageApi.Read(request, answer, doing, DemoPageJson.Default.TakenWire) is { Id: { Length: > 0 } id } taken
            ? new PublishOutcome.Published(id, DemoPagePost.LinkOf(taken.Url), taken.CreatedAt)
            : throw DemoPageApi.NotUnderstood(request, doing, "it was taken, but the page did not say under which id", null);
    }

    public async ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken)
    {
        var own = await OwnRepliesAsync(call, reply.Target, cancellationToken);
        return own.FirstOrDefault(found => found.PublishedAt >= sentSince && SameText.As(found.Text, reply.Text));
    }

    public async ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        var doing = $"take back reply {replyNativeId} on {call.Page.Address}";
        var request = DemoPageApi.Ask(HttpMethod.Delete, call, DemoPageApi.Post(replyNativeId));
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if (!answer.IsSuccess && !DemoPageApi.SaysItIsGone(answer))
            throw api.Failure(request, answer, doing);
    }

    /// <summary>What our account wrote under a post, oldest first; nothing where the page does not know the post.</summary>
    private async Task<IReadOnlyList<FoundReply>> OwnRepliesAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var doing = $"read the replies to post {target.NativeId} on {call.Page.Address}";
        var request = DemoPageApi.Ask(HttpMethod.Get, call, DemoPageApi.Post(target.NativeId) + "/replies?by=page");
        var answer = await api.SendAsync(request, doing, cancellationToken);
        if (DemoPageApi.SaysItIsGone(answer))
            return [];
        if (!answer.IsSuccess)
            throw api.Failure(request, answer, doing);
        var replies = DemoPageApi.Read(request, answer, doing, DemoPageJson.Default.RepliesWire).Replies
            ?? throw DemoPageApi.NotUnderstood(request, doing, "the answer has no replies", null);
        return
        [
            .. replies.Where(reply => reply.ByPage == true && reply.Author?.Id == call.Page.AccountId)
                .Select(DemoPagePost.Reply)
                .OfType<FoundReply>()
                .OrderBy(reply => reply.PublishedAt),
        ];
    }
}
