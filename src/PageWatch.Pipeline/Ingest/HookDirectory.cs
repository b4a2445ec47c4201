using System.Collections.Concurrent;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>Whose a webhook's address is, and what its calls are proven by; kept at hand, since thousands may come in a second.</summary>
/// <remarks>What this process changes counts at once; what another one changes, after <see cref="Longest"/>.</remarks>
public sealed class HookDirectory(IWatches watches, TimeProvider time)
{
    /// <summary>Other processes may change a watch as well: an old secret is good for this much longer there.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    public async ValueTask<HookedWatch?> FindAsync(string hookKey, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var changes = watches.Changes;
        if (known.TryGetValue(hookKey, out var at) && at.Changes == changes && now - at.ReadAt < Longest && now >= at.ReadAt)
            return at.Watch;
        if (await watches.FindByHookAsync(hookKey, cancellationToken) is not { } watch)
        {
            known.TryRemove(hookKey, out _);
            return null;
        }

        var found = new HookedWatch(watch, await watches.SecretsAsync(watch.Id, cancellationToken));
        known[hookKey] = new Known(found, changes, now);
        return found;
    }

    private sealed record Known(HookedWatch Watch, long Changes, DateTimeOffset ReadAt);
}

/// <param name="Secrets">All of the page by name, opened; see <see cref="HookSecrets"/>.</param>
public sealed record HookedWatch(Watch Watch, IReadOnlyDictionary<string, string> Secrets);
