using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Says what the platform can do. Its pages are made by <c>watch webhook</c>, and found at no address.</summary>
internal sealed class GenericWebhookFinder : IPageFinder
{
    public PlatformId Platform => GenericWebhookPlatform.Id;

    public int Order => 1000;

    public string Title => "Webhook of your own";

    public PageCapabilities AtBest => GenericWebhookPlatform.Can;

    public bool TakesAddresses => false;

    public ValueTask<FoundPage?> FindAsync(Uri address, Credentials credentials, CancellationToken cancellationToken) => ValueTask.FromResult<FoundPage?>(null);
}
