using PageWatch.Domain.Sources;

namespace PageWatch.Pipeline.Ingest;

/// <summary>What follows when a platform fails: the one table that says so.</summary>
public static class FailureTable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    /// <summary>Failures in a row before staff are told although we go on trying.</summary>
    public const int TellAfter = 3;

    /// <param name="inARow">Counting this one, from 1.</param>
    public static FailureResponse After(PlatformFailure failure, TimeSpan? retryAfter, int inARow, TimeSpan cadence) => failure switch
    {
        // A platform that asks us to wait is healthy: nobody needs to know.
        PlatformFailure.RateLimited => new(Pause: false, Tell: false, Wait: retryAfter ?? Back(cadence, inARow)),
        PlatformFailure.Unreachable => new(Pause: false, Tell: inARow == TellAfter, Wait: retryAfter ?? Back(cadence, inARow)),

        // One odd answer may be a passing error page; several are a change that a person must look at.
        PlatformFailure.NotUnderstood => new(Pause: false, Tell: inARow == TellAfter, Wait: Back(cadence, inARow)),

        // Only a person can mend these; asking on would lock an account or annoy a host.
        PlatformFailure.Denied or PlatformFailure.Forbidden => new(Pause: true, Tell: true, Wait: TimeSpan.Zero),

        // A page may vanish for an hour while its owner moves it.
        PlatformFailure.Gone => inARow >= 24
            ? new(Pause: true, Tell: true, Wait: TimeSpan.Zero)
            : new(Pause: false, Tell: inARow == TellAfter, Wait: Back(cadence, inARow)),
        _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "No such failure."),
    };

    private static TimeSpan Back(TimeSpan cadence, int inARow)
    {
        var wait = cadence * Math.Pow(2, Math.Min(inARow - 1, 12));
        return wait < LongestWait ? wait : LongestWait;
    }
}

/// <param name="Pause">Stop until a person acts.</param>
/// <param name="Tell">Staff hear of it now.</param>
/// <param name="Wait">Before the next try, when not paused.</param>
public sealed record FailureResponse(bool Pause, bool Tell, TimeSpan Wait);
