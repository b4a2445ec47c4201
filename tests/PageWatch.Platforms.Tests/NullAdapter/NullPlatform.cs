using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Tests.NullAdapter;

/// <summary>A platform that promises what another can do, throws nothing, and does nothing.</summary>
internal sealed class NullPlatform(PlatformId platform, PageCapabilities promised, IReadOnlyList<SourceStream> streams) : IPageFinder, IPollSource, IWebhookSource, IReplyPublisher
{
    public PlatformId Platform => platform;

    public int Order => 1;

    public string Title => "Nothing";

    public PageCapabilities AtBest => promised;

    public ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken) => ValueTask.FromResult<FoundPage?>(null);

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => streams;

    public ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken) => ValueTask.FromResult(new PollResult([], after, MoreNow: false));

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now) => new WebhookVerdict.Forged("nothing is genuine");

    public IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page) => [];

    public ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken) => ValueTask.FromResult(new TargetNow(null, []));

    public ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken) => ValueTask.FromResult<PublishOutcome>(new PublishOutcome.Refused("nothing is published"));

    public ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken) => ValueTask.FromResult<FoundReply?>(null);

    public ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
