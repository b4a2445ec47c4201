namespace PageWatch.Testing.Faults;

/// <summary>A comment of a <see cref="FaultySite"/>.</summary>
/// <param name="Parent">0 for a visitor's.</param>
/// <param name="Author">0 for a visitor.</param>
/// <param name="Html">As it was handed over.</param>
/// <param name="ShownFrom">It is on the site, and nobody gets to see it before.</param>
internal sealed record SiteComment(long Id, long Parent, long Author, string AuthorName, string Html, DateTimeOffset Written, DateTimeOffset ShownFrom);
