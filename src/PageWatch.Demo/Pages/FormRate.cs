using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace PageWatch.Demo.Pages;

/// <summary>How fast one address may send forms: faster than any person, slower than a flood.</summary>
internal sealed class FormRate : IDisposable
{
    public const int ASecond = 20;

    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
        RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress ?? IPAddress.None, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * ASecond,
            TokensPerPeriod = ASecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public bool Allows(HttpContext context)
    {
        using var lease = limiter.AttemptAcquire(context);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
