using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Something people can say. One class a command: its spec, and what it does with a line that was read against it.</summary>
public interface ICommand
{
    CommandSpec Spec { get; }

    /// <param name="line">Read against <see cref="Spec"/>; what people typed in it is hostile all the same.</param>
    /// <param name="by">Whom the channel proved; the role was checked.</param>
    ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken);
}
