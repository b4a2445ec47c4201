using PageWatch.Domain.Channels;

namespace PageWatch.Pipeline.Ingest;

/// <summary>What a stage puts before staff that is no nudge: a watch that fell silent, and that it is read again.</summary>
public interface INotices
{
    /// <summary>Puts a notice before a team, on every channel; one under the same key replaces the one before.</summary>
    ValueTask NotifyAsync(Notice notice, CancellationToken cancellationToken);

    /// <summary>The latest word on every matter of every team, those that are over included.</summary>
    ValueTask<IReadOnlyList<Notice>> AllAsync(CancellationToken cancellationToken);
}
