using System.Collections.Concurrent;
using System.Globalization;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Sources;

namespace PageWatch.Testing.Stages;

/// <summary>A public page in memory, as its platform's folder would show it: polled, called by webhook, answered, and failing where a test says so.</summary>
public sealed class FakePage(TimeProvider time) : IPollSource, IWebhookSource, IReplyPublisher, IPageFinder
{
    private readonly List<(string Under, FoundReply Reply)> replies = [];
    private int numbers;
    private int answering;

    public static PlatformId Id { get; } = new("fake");

    public PlatformId Platform => Id;

    public int Order => 1;

    public string Title => "Fake";

    public PageCapabilities AtBest => Builders.A.Capabilities();

    /// <summary>What the next poll tells; empty after it.</summary>
    public Queue<PollResult> Polls { get; } = new();

    /// <summary>What happens elsewhere while the page is asked.</summary>
    public Func<Task>? BeforePoll { get; set; }

    /// <summary>Thrown by the next calls, in order; null lets a call through.</summary>
    public Queue<PlatformException?> PollFailures { get; } = new();

    /// <summary>Thrown by the next tries to recognise an address.</summary>
    public Queue<PlatformException?> FindFailures { get; } = new();

    /// <summary>What the last try to recognise an address came with.</summary>
    public Credentials LastKeys { get; private set; } = Credentials.None;

    /// <summary>What the last poll came with.</summary>
    public PageCall? LastCall { get; private set; }

    /// <summary>Thrown by the next polls as a platform's folder with a bug would.</summary>
    public Queue<Exception> PollBugs { get; } = new();

    /// <summary>What the page shows when it is looked at just before sending; by native id.</summary>
    public Dictionary<string, PostSnapshot> Shows { get; } = new(StringComparer.Ordinal);

    /// <summary>One answer a post; a second takes the place, and the id, of the first.</summary>
    public bool HasOneSlot { get; set; }

    /// <summary>Every reply that was taken: two of the same are two.</summary>
    public IReadOnlyList<FoundReply> Replies => [.. replies.Select(each => each.Reply)];

    /// <summary>What happens at each hand-over: before, after or instead of taking it.</summary>
    public Queue<Fault> PublishFaults { get; } = new();

    /// <summary>Done at each hand-over, before the page takes the reply or fails.</summary>
    public Func<CancellationToken, Task>? WhilePublishing { get; set; }

    /// <summary>Thrown by the next looks before sending.</summary>
    public Queue<PlatformException?> LookFailures { get; } = new();

    /// <summary>Thrown by the next looks for a lost reply.</summary>
    public Queue<PlatformException?> ReadBackFailures { get; } = new();

    /// <summary>A reply that was taken cannot be seen before this has passed.</summary>
    public TimeSpan Settles { get; set; }

    /// <summary>Every time that any page was asked, in order.</summary>
    public ConcurrentQueue<(PageId Page, DateTimeOffset At)> Asked { get; } = new();

    /// <summary>How long an answer takes, by the test's clock.</summary>
    public TimeSpan AnswersAfter { get; set; }

    /// <summary>Pages that wait for their answer now.</summary>
    public int Answering => answering;

    public IReadOnlyList<SourceStream> StreamsOf(Page page) => [new SourceStream("posts")];

    public async ValueTask<PollResult> PollAsync(PageCall call, SourceStream stream, Cursor? after, CancellationToken cancellationToken)
    {
        LastCall = call;
        Asked.Enqueue((call.Page.Id, time.GetUtcNow()));
        if (AnswersAfter > TimeSpan.Zero)
        {
            var answer = Task.Delay(AnswersAfter, time, cancellationToken);
            Interlocked.Increment(ref answering);
            // While the clock is moved, so that nobody moves it on before this is counted.
            _ = answer.ContinueWith(_ => Interlocked.Decrement(ref answering), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            await answer;
        }

        if (BeforePoll is { } before)
            await before();
        if (PollBugs.TryDequeue(out var bug))
            throw bug;
        if (PollFailures.TryDequeue(out var problem) && problem is not null)
            throw problem;
        return Polls.TryDequeue(out var result) ? result : new PollResult([], after, false);
    }

    public WebhookVerdict Verify(WebhookCall call, IReadOnlyList<Secret> secrets, DateTimeOffset now) => new WebhookVerdict.Genuine(null);

    public IReadOnlyList<SourceEvent> Read(WebhookCall call, Page page)
    {
        var text = System.Text.Encoding.UTF8.GetString(call.Body.Span);
        if (text == "bug")
            throw new InvalidOperationException("a bug of ours");
        if (text == "unreadable")
            throw new PlatformException(PlatformFailure.NotUnderstood, "It is not what this page sends.");
        return [new SourceEvent.PostSeen(Builders.A.Seen(text, "Broken again: " + text))];
    }

    public ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken)
    {
        LastKeys = credentials;
        if (FindFailures.TryDequeue(out var problem) && problem is not null)
            throw problem;
        return ValueTask.FromResult(address.Host == "fake.example" ? new FoundPage(Id, address, "The fake page", AtBest) { AccountId = "us", AccountName = "Contoso" } : null);
    }

    /// <summary>What a user may say of the page besides its address.</summary>
    public IReadOnlyList<string> Takes { get; set; } = [];

    public async ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, IReadOnlyDictionary<string, string> said, CancellationToken cancellationToken)
    {
        var found = await FindAsync(address, credentials, cancellationToken);
        return found is null || said.Count == 0 ? found : found with { Settings = said, Sample = [Builders.A.Seen("s1", "Shown by " + said["select"])] };
    }

    public ValueTask<TargetNow> LookAsync(PageCall call, ReplyTarget target, CancellationToken cancellationToken)
    {
        if (LookFailures.TryDequeue(out var problem) && problem is not null)
            throw problem;
        return ValueTask.FromResult(new TargetNow(Shows.GetValueOrDefault(target.NativeId), Visible(target.NativeId)));
    }

    public async ValueTask<PublishOutcome> PublishAsync(PageCall call, OutgoingReply reply, CancellationToken cancellationToken)
    {
        if (WhilePublishing is { } meanwhile)
            await meanwhile(cancellationToken);
        _ = PublishFaults.TryDequeue(out var fault);
        if (fault is { Takes: false })
            throw fault.Problem!;
        if (fault is { Outcome: { } outcome })
            return outcome;
        var id = "r" + (++numbers).ToString(CultureInfo.InvariantCulture);
        if (HasOneSlot && replies.Find(each => each.Under == reply.Target.NativeId) is { Reply: { } standing })
        {
            replies.RemoveAll(each => each.Reply == standing);
            id = standing.NativeId;
        }

        replies.Add((reply.Target.NativeId, new FoundReply(id, reply.Text, new Uri($"https://fake.example/{id}"), time.GetUtcNow(), Held: false)));
        if (fault?.Problem is { } lost)
            throw lost;
        return new PublishOutcome.Published(id, new Uri($"https://fake.example/{id}"), time.GetUtcNow());
    }

    public ValueTask<FoundReply?> ReadBackAsync(PageCall call, OutgoingReply reply, DateTimeOffset sentSince, CancellationToken cancellationToken)
    {
        if (ReadBackFailures.TryDequeue(out var problem) && problem is not null)
            throw problem;
        return ValueTask.FromResult(Visible(reply.Target.NativeId).FirstOrDefault(found => found.PublishedAt >= sentSince && SameText.As(found.Text, reply.Text)));
    }

    /// <summary>Thrown by the next tries to take a reply away.</summary>
    public Queue<PlatformException?> DeleteFailures { get; } = new();

    public ValueTask DeleteOwnAsync(PageCall call, string replyNativeId, CancellationToken cancellationToken)
    {
        if (DeleteFailures.TryDequeue(out var problem) && problem is not null)
            throw problem;
        replies.RemoveAll(each => each.Reply.NativeId == replyNativeId);
        return ValueTask.CompletedTask;
    }

    /// <summary>A colleague answers on the page itself.</summary>
    public void AnswerNatively(string under, string text) =>
        replies.Add((under, new FoundReply("n" + (++numbers).ToString(CultureInfo.InvariantCulture), text, null, time.GetUtcNow(), Held: false)));

    private List<FoundReply> Visible(string under) =>
        [.. replies.Where(each => each.Under == under && each.Reply.PublishedAt + Settles <= time.GetUtcNow()).Select(each => each.Reply)];

    /// <param name="Takes">The page takes the reply all the same.</param>
    /// <param name="Outcome">Answered instead, without taking it.</param>
    public sealed record Fault(bool Takes, Exception? Problem, PublishOutcome? Outcome = null)
    {
        public static Fault Lost { get; } = new(true, new PlatformException(PlatformFailure.Unreachable, "No answer.") { MayHaveActed = true });

        public static Fault LostAndNotTaken { get; } = new(false, new PlatformException(PlatformFailure.Unreachable, "No answer.") { MayHaveActed = true });

        public static Fault NotReached { get; } = new(false, new PlatformException(PlatformFailure.Unreachable, "No connection."));
    }
}
