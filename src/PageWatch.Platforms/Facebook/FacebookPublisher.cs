using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>Replies to posts and comments as the Page.</summary>
internal sealed class FacebookPublisher(FacebookApi api, IOptions<FacebookOptions> options) : IReplyPublisher
{
    private const int MostAnswers = 5;

    /// <summary>Clocks go wrong by less.</summary>
    private static readonly TimeSpan ClockRoom = TimeSpan.FromMinutes(5);

    public PlatformId Platform => FacebookPage.Platform;

    public async ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        var graph = api.For(FacebookPage.Of(call));
        if (await FindAsync(graph, target, cancellationToken) is not { } post || !post.IsPublic())
            return new TargetNow(null, []);
        var isPost = FacebookId.IsPostOf(graph.Page.Id, target.NativeId);
        // Replies to a reply are folded under the comment above both: what the Page wrote there afterwards may be an answer to it.
        var above = FacebookId.IsGood(post.Parent?.Id) ? post.Parent!.Id! : target.NativeId;
        var since = above == target.NativeId ? null : post.WrittenAt();
        var own = await OwnUnderAsync(graph, above, isPost ? "toplevel" : "stream", since, $"look for replies to {target.NativeId}", cancellationToken);
        if (own is null)
            return new TargetNow(null, []);
        var replies = own.Where(each => each.IsPublic() && each.Id != target.NativeId && (since is null || each.WrittenAt() is not { } at || at >= since)).OrderBy(each => each.WrittenAt());
        return new TargetNow(post.ToPost(graph.Page, isPost ? null : RootOf(graph, target)), [.. replies.Select(each => each.ToReply())]);
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        var graph = api.For(FacebookPage.Of(call));
        var id = reply.Target.NativeId;
        var doing = $"reply to {CleanText.Line(id, 40)}";
        if (!FacebookId.IsGood(id))
            throw new PlatformException(PlatformFailure.Gone, $"Could not {doing}: that is no post of Facebook's.");
        var most = options.Value.LongestReply;
        if (reply.Text.Length > most)
            return new PublishOutcome.Refused(string.Create(CultureInfo.InvariantCulture, $"The reply has {reply.Text.Length:N0} characters, and a comment takes {most:N0}. Shorten it by {reply.Text.Length - most:N0}."));
        var form = Encoding.UTF8.GetBytes("message=" + Uri.EscapeDataString(reply.Text));
        var answer = await graph.SendAsync(HttpMethod.Post, id + "/comments", "", doing, cancellationToken, form);
        if (answer.Answer.IsSuccess)
            return Taken(answer, doing);
        return answer.Error switch
        {
            { Code: 506 } => new PublishOutcome.Refused("Facebook has just taken the same words from the Page (506). Look whether the reply stands there; else change a word."),
            { Code: 368 } blocked => new PublishOutcome.Refused($"Facebook has blocked the Page from commenting for a while (368{Said(blocked)}). Publish nothing more on this Page for now, and look at its support inbox."),
            { Code: 100, Subcode: not 33 } wrong => new PublishOutcome.Refused($"Facebook does not take the reply (100{Said(wrong)})."),
            _ => throw GraphFailure.Of(answer, graph.Page.Id, doing, graph.Now),
        };
    }

    public async ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken)
    {
        var graph = api.For(FacebookPage.Of(call));
        var target = reply.Target;
        var doing = $"look for a reply to {CleanText.Line(target.NativeId, 40)}";
        var isPost = FacebookId.IsPostOf(graph.Page.Id, target.NativeId);
        // Whether the target is a reply itself says under what Facebook has put ours. Where it is gone, its own replies are gone with it.
        var post = isPost ? null : await FindAsync(graph, target, cancellationToken);
        if (!isPost && post is null)
            return null;
        var above = FacebookId.IsGood(post?.Parent?.Id) ? post!.Parent!.Id! : target.NativeId;
        var since = sentSince - ClockRoom;
        var own = await OwnUnderAsync(graph, above, isPost ? "toplevel" : "stream", since, doing, cancellationToken);
        return own?.Find(each => each.Id != target.NativeId && (each.WrittenAt() is not { } at || at >= since) && SameText.As(each.Message ?? "", reply.Text))?.ToReply();
    }

    public async ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        var graph = api.For(FacebookPage.Of(call));
        if (await graph.FindAsync(replyNativeId, "id,from", cancellationToken) is not { } comment)
            return;
        var doing = $"take back {replyNativeId}";
        // Facebook lets a Page delete what others wrote too.
        if (!comment.IsBy(graph.Page.Id))
            throw new PlatformException(PlatformFailure.Denied, $"Could not {doing}: \"{call.Page.AccountName}\" did not write it.");
        var answer = await graph.SendAsync(HttpMethod.Delete, replyNativeId, "", doing, cancellationToken);
        if (answer.IsGone)
            return;
        if (GraphSession.Read(graph.Demand(answer, doing), FacebookJson.Default.WrittenWire, doing).Success == false)
            throw PageAnswer.NotUnderstood(doing, "Facebook says that it was not done");
    }

    private static async Task<GraphPostWire?> FindAsync(GraphSession graph, ReplyTarget target, CancellationToken cancellationToken) =>
        await graph.FindAsync(target.NativeId, FacebookId.IsPostOf(graph.Page.Id, target.NativeId) ? GraphPostWire.PostFields : GraphPostWire.CommentFields, cancellationToken);

    /// <summary>What the Page wrote under a post or comment, newest first.</summary>
    /// <param name="since">What is older need not be looked at; null to look at all.</param>
    /// <returns>Null when the post or comment is gone.</returns>
    private static async Task<List<GraphPostWire>?> OwnUnderAsync(GraphSession graph, string id, string filter, DateTimeOffset? since, string doing, CancellationToken cancellationToken)
    {
        var own = new List<GraphPostWire>();
        string? after = null;
        for (var answers = 0; answers < MostAnswers; answers++)
        {
            var answer = await graph.GetAsync(id + "/comments", $"filter={filter}&order=reverse_chronological&limit=100&fields={GraphPostWire.CommentFields}{GraphList.Place(after)}", doing, cancellationToken);
            if (answer.IsGone)
                return null;
            var list = GraphList.Read(graph.Demand(answer, doing), doing);
            var posts = list.Rows.Select(row => row.Post).OfType<GraphPostWire>().ToList();
            own.AddRange(posts.Where(post => post.IsBy(graph.Page.Id)));
            if (list.After is null || list.After == after || posts.Exists(post => post.WrittenAt() < since))
                return own;
            after = list.After;
        }

        // So many, and not read to the end: absence is not proven.
        throw PageAnswer.NotUnderstood(doing, $"more stands there than the {MostAnswers * 100} comments that are read");
    }

    /// <summary>The post that a comment stands under.</summary>
    private static string? RootOf(GraphSession graph, ReplyTarget target) =>
        target.ThreadNativeId is { } thread && FacebookId.IsPostOf(graph.Page.Id, thread) ? thread : null;

    private static PublishOutcome.Published Taken(GraphAnswer answer, string doing)
    {
        try
        {
            var written = GraphSession.Read(answer.Answer, FacebookJson.Default.WrittenWire, doing);
            return FacebookId.IsGood(written.Id)
                ? new PublishOutcome.Published(written.Id!, PostReading.LinkTo(written.Id!, null), null)
                : throw PageAnswer.NotUnderstood(doing, "the answer names no comment");
        }
        catch (PlatformException problem)
        {
            // It said yes, and then something we cannot read: it may stand there.
            throw new PlatformException(problem.Failure, problem.Message, problem) { MayHaveActed = true };
        }
    }

    private static string Said(GraphError error) => error.Words.Length == 0 ? "" : $", \"{error.Words}\"";
}
