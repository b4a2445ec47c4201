using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Telemetry;

/// <summary>What PageWatch tells of itself: one trace for each post, and meters for every lag and queue.</summary>
public sealed class PostTrace : IDisposable
{
    /// <summary>The name of the source of traces and of the meter.</summary>
    public const string Name = "PageWatch";

    private readonly ActivitySource source = new(Name);
    private readonly Meter meter = new(Name);
    private readonly Lazy<byte[]> salt;

    /// <param name="salt">The installation's own, so that posts of two installations never share a trace; asked for with the first post.</param>
    public PostTrace(Func<byte[]> salt)
    {
        this.salt = new Lazy<byte[]>(salt);
        Lag = meter.CreateHistogram<double>("pagewatch.lag", "s", "Time between two steps of a post's way, by step.");
        Posts = meter.CreateCounter<long>("pagewatch.posts", "{post}", "Posts that were understood, by platform and intent.");
        Nudges = meter.CreateCounter<long>("pagewatch.nudges", "{nudge}", "Nudges that were opened, by platform and kind.");
        Replies = meter.CreateCounter<long>("pagewatch.replies", "{reply}", "Replies that came to an end, by platform and state.");
    }

    internal Histogram<double> Lag { get; }

    internal Counter<long> Posts { get; }

    internal Counter<long> Nudges { get; }

    internal Counter<long> Replies { get; }

    /// <summary>Whether anybody listens; where not, nothing is worked out.</summary>
    public bool IsHeard => source.HasListeners() || Lag.Enabled;

    /// <summary>A gauge that is asked for its values whenever somebody reads the meter.</summary>
    public void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> read) => meter.CreateObservableGauge(name, read, unit, description);

    /// <summary>Notes a step of a post's way that has begun and ended.</summary>
    /// <remarks>Its trace follows from the post's number: every process finds it again at any time, and nothing needs to be kept for it.</remarks>
    internal void Step(PostId post, string step, DateTimeOffset from, DateTimeOffset to, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        using var activity = source.CreateActivity(step, ActivityKind.Internal, ContextOf(post));
        if (activity is null)
            return;
        foreach (var (name, value) in tags)
            activity.SetTag(name, value);
        activity.SetTag("pagewatch.post", post.Value);
        // A clock of a platform that runs ahead gives no negative time.
        activity.SetStartTime(from.UtcDateTime);
        activity.Start();
        activity.SetEndTime((to > from ? to : from).UtcDateTime);
    }

    internal ActivityContext ContextOf(PostId post)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, post.Value);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(salt.Value, number, hash);
        return new ActivityContext(ActivityTraceId.CreateFromBytes(hash[..16]), ActivitySpanId.CreateFromBytes(hash[16..24]), ActivityTraceFlags.Recorded, isRemote: true);
    }

    public void Dispose()
    {
        source.Dispose();
        meter.Dispose();
    }
}
