using System.Net;

namespace PageWatch.Channels.Tests.Scenarios;

/// <summary>
/// A line to a chat that takes about a post a second in each channel, with a small burst, and loses every hundred and first answer to a post: the post stands, and nobody
/// here knows. It can also die, as a machine does: posts are taken and no answer comes any more.
/// </summary>
/// <param name="channelOf">The channel that a call posts to, given its body; null for other calls, which pass.</param>
internal sealed class OneASecond(HttpMessageHandler chat, TimeProvider time, Func<HttpRequestMessage, string, string?> channelOf) : HttpMessageHandler
{
    private const int Burst = 4;
    private const int LosesEvery = 101;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> channels = [];
    private readonly HttpMessageInvoker inner = new(chat, disposeHandler: false);
    private readonly HashSet<int> dies = [];
    private bool isDying;

    /// <summary>Posts that were taken.</summary>
    public int Posts { get; private set; }

    public int Lost { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Posts that were taken since the line died, by channel: they hang.</summary>
    public int Hanging { get; private set; }

    /// <summary>Dies when so many posts were taken.</summary>
    public void DieAt(int posts) => dies.Add(posts);

    /// <summary>The machine was started again.</summary>
    public void Recover()
    {
        lock (gate)
            (isDying, Hanging) = (false, 0);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        if (channelOf(request, body) is not { } channel)
            return await inner.SendAsync(request, cancellationToken);
        bool loses;
        bool hangs;
        lock (gate)
        {
            var now = time.GetUtcNow();
            var (tokens, at) = channels.TryGetValue(channel, out var known) ? known : (Burst, now);
            tokens = Math.Min(Burst, tokens + (now - at).TotalSeconds);
            if (tokens < 1)
            {
                Refused++;
                var slow = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("{\"ok\":false,\"error\":\"ratelimited\"}") };
                slow.Headers.TryAddWithoutValidation("Retry-After", "1");
                return slow;
            }

            channels[channel] = (tokens - 1, now);
            Posts++;
            isDying |= dies.Remove(Posts);
            hangs = isDying;
            loses = Posts % LosesEvery == 0;
            if (hangs)
                Hanging++;
            else if (loses)
                Lost++;
        }

        var answer = await inner.SendAsync(request, cancellationToken);
        if (hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        if (!loses)
            return answer;
        answer.Dispose();
        throw new HttpRequestException("the line was lost");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
