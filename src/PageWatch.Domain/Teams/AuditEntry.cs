namespace PageWatch.Domain.Teams;

/// <summary>Who did what, when, with what before and after (promise 13).</summary>
/// <param name="By">Null when PageWatch itself acted on a rule that a person had set.</param>
/// <param name="Verb">Lower case, as typed in a command: "claim", "publish".</param>
/// <param name="Subject">What it was done to: "nudge 12", "rule late-parcels".</param>
/// <param name="Before">Content; kept beside the chained row so that it can be erased. Null for none.</param>
/// <param name="After">Content, as <paramref name="Before"/>.</param>
public sealed record AuditEntry(TeamId Team, DateTimeOffset At, MemberId? By, string ByName, string Verb, string Subject, string? Before = null, string? After = null)
{
    /// <summary>Ties the entry to a nudge, so that its history can be told and its content erased with the post.</summary>
    public long? Nudge { get; init; }
}
