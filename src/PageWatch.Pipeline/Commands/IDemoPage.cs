using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>The demo page beside the console, as far as commands know it.</summary>
public interface IDemoPage
{
    bool IsOn { get; }

    /// <summary>Starts the page over, and what we know of it with it.</summary>
    ValueTask ResetAsync(Member by, CancellationToken cancellationToken);
}
