using Azure.Core;
using Azure.Core.Pipeline;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Shows the key.</summary>
internal sealed class AzureKeyHeader(string key) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue("Ocp-Apim-Subscription-Key", key);
}

/// <summary>Tries again what may pass, unless Azure asks for a longer wait than a post should have: the pipeline's own policy would wait for days.</summary>
internal sealed class AzureRetry(int tries, DelayStrategy delays) : RetryPolicy(tries, delays)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        await base.ShouldRetryAsync(message, exception) && !AsksForTooLong(message);

    /// <summary>Too many calls at once are not mended by one more: without a time to wait, 429 counts as too long.</summary>
    private static bool AsksForTooLong(HttpMessage message) =>
        message.HasResponse && (AzureRefusal.WaitOf(message.Response) is { } wait ? wait > Longest : message.Response.Status == 429);
}

/// <summary>How the pipeline is set up. Contents are never logged: posts are personal data.</summary>
internal sealed class AzureClientOptions : ClientOptions
{
    public AzureClientOptions(TimeSpan? delay = null)
    {
        RetryPolicy = new AzureRetry(2, DelayStrategy.CreateExponentialDelayStrategy(delay ?? TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(2)));
        Diagnostics.IsLoggingContentEnabled = false;
        Diagnostics.LoggedHeaderNames.Add(AzureRefusal.RequestIdHeader);
    }
}
