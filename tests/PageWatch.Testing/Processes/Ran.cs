namespace PageWatch.Testing.Processes;

/// <summary>What a program said, and how it ended.</summary>
/// <param name="Code">The exit code; 128 and more where a signal or an unhandled exception ended it.</param>
public sealed record Ran(int Code, string Output, string Errors)
{
    /// <summary>All of it, for the message of a test that fails.</summary>
    public override string ToString() => $"exit code {Code}\n--- output\n{Output}\n--- errors\n{Errors}";
}
