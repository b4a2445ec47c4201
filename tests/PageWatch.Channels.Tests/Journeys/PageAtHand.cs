using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Channels.Tests.Journeys;

/// <summary>A page of a platform and somebody who writes to it, on a server on loopback that behaves as the platform does.</summary>
public abstract class PageAtHand : IAsyncDisposable
{
    /// <summary>What an admin types after "watch".</summary>
    public abstract string Watch { get; }

    /// <summary>What the public sees that the page wrote to the customer, oldest first.</summary>
    public abstract IReadOnlyList<string> Replies { get; }

    /// <summary>A post that is not there any more is noticed by then.</summary>
    public virtual TimeSpan NoticesWithin => TimeSpan.FromMinutes(10);

    /// <summary>The platform tells what its author deleted from what is hidden otherwise.</summary>
    public virtual bool TellsDeletion => true;

    /// <summary>What the preview says of what goes out besides the words; empty for nothing.</summary>
    public virtual string GoesOutBesides => "";

    public abstract Task StartAsync();

    /// <summary>Adds the platform as the product does, allowed to ask this machine.</summary>
    public void Wire(IServiceCollection services)
    {
        // A chat may have brought settings of its own.
        services.TryAddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddFetching();
        services.Configure<FetchOptions>(options => options.AllowPrivate.Add("127.0.0.1"));
        AddPlatform(services);
    }

    /// <summary>The customer writes to the page.</summary>
    public abstract void Complain(string text);

    /// <summary>The team answers there itself, without us.</summary>
    public abstract void AnswerThere(string text);

    /// <summary>The customer takes the complaint back.</summary>
    public abstract void TakeBack();

    public abstract ValueTask DisposeAsync();

    protected abstract void AddPlatform(IServiceCollection services);
}
