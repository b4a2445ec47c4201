namespace PageWatch.Domain.OnCall;

/// <summary>Somebody cannot be called, on whole calendar days of the rota's zone. Why is nobody's business, and is not kept.</summary>
/// <param name="To">The last day; null until the person is back.</param>
public sealed record Absence(RotaPerson Who, DateOnly From, DateOnly? To);
