using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>The pages whose platforms call us because we asked: one row a page, durable before anybody is asked.</summary>
public interface ISubscriptions
{
    /// <summary>All, of every team; for sweeps only.</summary>
    ValueTask<IReadOnlyList<Subscription>> AllAsync(CancellationToken cancellationToken);

    /// <summary>By the unguessable part of the address its calls come in by, also while it is being ended.</summary>
    ValueTask<Subscription?> FindAsync(string hookKey, CancellationToken cancellationToken);

    /// <summary>Begins one; a page that has one keeps it.</summary>
    ValueTask BeginAsync(Subscription subscription, CancellationToken cancellationToken);

    /// <summary>Reads, changes and saves in one transaction: a call of the platform and our own sweep may come together.</summary>
    /// <param name="change">May be called more than once; pure.</param>
    /// <returns>As it is now; null when there is none.</returns>
    ValueTask<Subscription?> ChangeAsync(PageId page, Func<Subscription, Subscription> change, CancellationToken cancellationToken);

    ValueTask RemoveAsync(PageId page, CancellationToken cancellationToken);
}
