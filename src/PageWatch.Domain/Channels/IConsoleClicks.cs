namespace PageWatch.Domain.Channels;

/// <summary>Reads the forms of the console's cards.</summary>
public interface IConsoleClicks
{
    /// <returns>Null when no button was pressed.</returns>
    Click? Read(string? press, string? nudge, string? version, string? input);
}
