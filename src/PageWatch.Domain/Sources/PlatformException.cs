namespace PageWatch.Domain.Sources;

/// <summary>A platform did something else than asked. The message says what was tried, on what, and the mend.</summary>
public sealed class PlatformException(PlatformFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public PlatformFailure Failure { get; } = failure;

    /// <summary>How long the platform asks us to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The request may have been carried out although we got no answer (a time-out after sending, a 502): whoever sent something must look before
    /// sending again (promise 4). False only where the platform cannot have acted: no connection, a refusal.
    /// </summary>
    public bool MayHaveActed { get; init; }
}

/// <summary>What a platform did wrong; one table in Ingest says what follows.</summary>
public enum PlatformFailure
{
    /// <summary>No answer, or an answer of its infrastructure (5xx, a time-out).</summary>
    Unreachable,

    /// <summary>Asks us to slow down.</summary>
    RateLimited,

    /// <summary>Refuses our credentials, or what they may do.</summary>
    Denied,

    /// <summary>What we asked for is not there any more.</summary>
    Gone,

    /// <summary>Answered with something we cannot read.</summary>
    NotUnderstood,

    /// <summary>Our own guard refused the address (a private network, a strange scheme).</summary>
    Forbidden,
}
