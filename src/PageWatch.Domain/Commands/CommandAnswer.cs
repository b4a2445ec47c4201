using PageWatch.Domain.Channels;

namespace PageWatch.Domain.Commands;

/// <summary>What a command says back.</summary>
/// <param name="Outcome">Becomes the shell's exit code.</param>
public sealed record CommandAnswer(CommandOutcome Outcome, Card Card)
{
    /// <inheritdoc cref="ChatAnswer.Further"/>
    public IAsyncEnumerable<Card>? Further { get; init; }
}

/// <summary>The shell's exit codes.</summary>
public enum CommandOutcome
{
    Done = 0,

    /// <summary>Refused, or not found.</summary>
    Refused = 1,

    /// <summary>The words were wrong.</summary>
    WrongUsage = 2,
}
