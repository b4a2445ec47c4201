namespace PageWatch.Domain.Hours;

/// <summary>Why hours cannot be read.</summary>
/// <param name="Column">From 1, in what was typed.</param>
public sealed record HoursProblem(int Column, string What, string Mend);

/// <param name="Week">Null when there is a problem.</param>
public sealed record HoursParse(WeekHours? Week, HoursProblem? Problem);
