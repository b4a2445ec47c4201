namespace PageWatch.Domain.Hours;

/// <summary>Holidays that were read, or why they cannot be.</summary>
/// <param name="Holidays">Empty when there is a problem.</param>
public sealed record HolidayParse(IReadOnlyList<Holiday> Holidays, IReadOnlyList<HolidayProblem> Problems)
{
    /// <summary>What a calendar says and nobody here understands; the rest of it counts.</summary>
    public IReadOnlyList<HolidayProblem> NotUnderstood { get; init; } = [];

    /// <summary>Entries of a calendar with a time of day, which are no holidays.</summary>
    public int TimedEvents { get; init; }
}

/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in that line.</param>
public sealed record HolidayProblem(int Line, int Column, string What, string Mend);
