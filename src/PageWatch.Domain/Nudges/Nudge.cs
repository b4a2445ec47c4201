using PageWatch.Domain.Hours;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Nudges;

/// <summary>One duty to answer one conversation. A conversation has at most one that is not at its end.</summary>
public sealed record Nudge
{
    public required NudgeId Id { get; init; }

    public required TeamId Team { get; init; }

    public required ConversationId Conversation { get; init; }

    public required PageId Page { get; init; }

    /// <summary>The post that a reply answers: the one that opened the nudge, or what the same author added last.</summary>
    public required PostId Focus { get; init; }

    /// <summary>The version of that post which the card shows.</summary>
    public required int FocusRevision { get; init; }

    /// <summary>Every post that asks for an answer here, oldest first; holds <see cref="Focus"/>.</summary>
    public required IReadOnlyList<PostId> Posts { get; init; }

    public required NudgeKind Kind { get; init; }

    public required NudgeState State { get; init; }

    /// <summary>Who said "mine"; null while nobody has.</summary>
    public MemberId? Owner { get; init; }

    /// <summary>The time allowed for the first public reply.</summary>
    public required TimeSpan Target { get; init; }

    /// <summary>When that time is used up, by the hours of the team; null where an older program stored it, which counted round the clock from <see cref="NudgeClock.PublishedAt"/> on.</summary>
    public Deadline? Deadline { get; init; }

    /// <summary>What it is about, by the name of a topic and not in anybody's words; null where that is none that is known.</summary>
    public string? Matter { get; init; }

    /// <summary>How far the chain has climbed that calls people until somebody claims; null before it began.</summary>
    public ChainPlace? Escalation { get; init; }

    /// <summary>Channels that the chain brought it to besides those of its rules, by name.</summary>
    public IReadOnlyList<string> AlsoIn { get => field ?? []; init; } = [];

    /// <summary>Where it waits in the digest instead of having a card of its own; null where it has one everywhere.</summary>
    public DigestPlace? Digest { get; init; }

    /// <summary>How often a colleague took it over from another.</summary>
    public int HandedOn { get; init; }

    public required NudgeClock Clock { get; init; }

    /// <summary>Why it was opened, and what was added since.</summary>
    public required IReadOnlyList<RuleMatch> Matches { get; init; }

    /// <summary>
    /// Counts what makes an earlier view of the card wrong: another owner, state, draft or post. Every button carries it; a click with an older one
    /// is answered with the state as it is (promise 5).
    /// </summary>
    public required long Version { get; init; }

    /// <summary>A claim is a lease: without activity until then it returns. Null while nobody has claimed.</summary>
    public DateTimeOffset? ClaimedUntil { get; init; }

    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Who has the edit box open, and until when we believe it; presence only, no lock and no new version.</summary>
    public Editing? Editing { get; init; }

    /// <summary>Offered to a colleague, or taken over from one; null when it never was, and after anything of it was erased.</summary>
    public Handover? Handover { get; init; }

    /// <summary>Set while a second person has to say yes (<see cref="NudgeState.AwaitingApproval"/>).</summary>
    public AwaitedApproval? Awaited { get; init; }

    /// <summary>Why an approver gave the words back; null when none did, or they were changed since.</summary>
    public SentBack? SentBack { get; init; }

    /// <summary>The talk off the page: to come while <see cref="NudgeState.Offline"/>, afterwards what came of it. Null when there was none.</summary>
    public Contact? Contact { get; init; }

    /// <summary>How much of the target was used up when staff were last warned: 0, 50, 80 or 100.</summary>
    public int WarnedAtPercent { get; init; }

    /// <summary>The reply on its way or on the page; null before the first approval.</summary>
    public long? Reply { get; init; }

    /// <summary>What a person has to look at (<see cref="NudgeState.NeedsPerson"/>), or why it was dismissed or withdrawn.</summary>
    public NudgeReason? Reason { get; init; }

    /// <summary>Who answered: a member's name, or the account's name where it was written on the page itself.</summary>
    public string? AnsweredBy { get; init; }

    /// <summary>When the first public reply is owed, UTC.</summary>
    public DateTimeOffset DueAt => UsedUpAt(100);

    /// <summary>When the clock started that runs to <see cref="DueAt"/>, UTC.</summary>
    public DateTimeOffset AskedAt => Deadline?.From ?? Clock.PublishedAt;

    /// <summary>Nothing more is owed.</summary>
    public bool IsAtEnd => State is NudgeState.Answered or NudgeState.Dismissed or NudgeState.Withdrawn or NudgeState.Folded;

    /// <summary>A talk off the page is agreed on, and nobody has said yet how it went.</summary>
    public bool HasTalkToCome => Contact is { Outcome: null };

    /// <summary>Nobody has it, and it wants somebody.</summary>
    public bool WantsSomebody => Owner is null && (State is NudgeState.Open or NudgeState.NeedsPerson);

    /// <summary>It is open, and some channel has it in its digest only.</summary>
    public bool IsQuiet => !IsAtEnd && Digest is not null;

    /// <summary>Its clock runs outside the team's hours too.</summary>
    public bool IgnoresHours => Deadline is { IgnoresHours: true };

    /// <summary>The highest that its rules ask for.</summary>
    public RulePriority RulePriority => Matches.Count == 0 ? RulePriority.Normal : Matches.Max(match => match.Priority);

    /// <summary>The hours that its clock counts.</summary>
    /// <param name="team">Of the team.</param>
    public BusinessHours HoursOf(BusinessHours team) => IgnoresHours ? BusinessHours.Always : team;

    /// <summary>When so much of the time allowed is used up, UTC.</summary>
    /// <param name="percent">50, 80 or 100.</param>
    public DateTimeOffset UsedUpAt(int percent) => Deadline?.At(percent) ?? Clock.PublishedAt + (Target * percent / 100);

    /// <summary>Who has to say yes, by the rules that it was opened for.</summary>
    public ApprovalPolicy Approval => ApprovalPolicy.Strictest(Matches);
}

/// <summary>The number people type: <c>claim 12</c>.</summary>
public readonly record struct NudgeId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum NudgeState
{
    Open,
    Claimed,

    /// <summary>A second person has to say yes.</summary>
    AwaitingApproval,
    Publishing,

    /// <summary>Publishing was refused, or nobody can tell whether it happened.</summary>
    NeedsPerson,
    Answered,

    /// <summary>Taken to the phone or another private way; it has a clock of its own (<see cref="Contact"/>).</summary>
    Offline,
    Snoozed,
    Dismissed,

    /// <summary>Part of a storm, answered there.</summary>
    Folded,

    /// <summary>Its author, or the page, took the post away.</summary>
    Withdrawn,
}

/// <summary>What is owed an answer; the target follows from it. Stored by name: never rename without a migration.</summary>
public enum NudgeKind
{
    Complaint,
    Question,
    Request,
    Review,
    Praise,
    Unclear,
    Other,
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum NudgeReason
{
    /// <summary>Dismissed: somebody answers it elsewhere.</summary>
    Duplicate,
    NoAnswerNeeded,
    Spam,
    Abuse,
    NotForUs,

    /// <summary>A person's verdict on the reading: kept as a label.</summary>
    NotAComplaint,

    /// <summary>Withdrawn: its author deleted the post.</summary>
    AuthorDeleted,

    /// <summary>Withdrawn: no longer on the page, and not by its author's hand.</summary>
    TakenOffThePage,

    /// <summary>Withdrawn: the person asked to be forgotten.</summary>
    Forgotten,

    /// <summary>Needs a person: the platform refused the reply.</summary>
    Refused,

    /// <summary>Needs a person: the post changed between approval and sending.</summary>
    PostChanged,

    /// <summary>Needs a person: a colleague answered on the page meanwhile.</summary>
    AnsweredMeanwhile,

    /// <summary>Needs a person: the reply waits for the page's own moderation.</summary>
    HeldByThePage,

    /// <summary>Needs a person: sent, no answer came, and the page cannot tell us whether it stands there.</summary>
    NobodyCanTell,

    /// <summary>Needs a person: tried several times, never arrived.</summary>
    NeverArrived,
}

/// <summary>The digest of a day: what was opened when the budget for attention was spent, and can wait.</summary>
/// <param name="Day">On which it was opened, by the team's calendar.</param>
/// <param name="Channels">Their numbers.</param>
public sealed record DigestPlace(DateOnly Day, IReadOnlyList<long> Channels);

/// <param name="Until">Presence lapses here unless it is renewed, UTC.</param>
public sealed record Editing(MemberId By, string Name, DateTimeOffset Until);

/// <summary>A nudge on its way from one colleague to another. It counts when the other accepts it; until then it stays where it was, and the clock runs on.</summary>
/// <param name="Recap">What the receiver should know, in the giver's words; one line or several.</param>
/// <param name="IsAccepted">The receiver has it.</param>
public sealed record Handover(MemberId By, string ByName, MemberId To, string ToName, string Recap, DateTimeOffset At, bool IsAccepted);

/// <summary>A person said yes to the exact words, page and account.</summary>
public sealed record Approval(MemberId By, string ByName, DateTimeOffset At);

/// <summary>The words wait for a yes.</summary>
/// <param name="AskedBy">Who asked, or changed the words last: whoever writes while it is waited for asks anew.</param>
/// <param name="AskedAt">Since when these words wait, UTC.</param>
/// <param name="Given">Yeses to these words, oldest first; other words make them void.</param>
/// <param name="Reminders">How often it was said that nobody answered.</param>
public sealed record AwaitedApproval(MemberId AskedBy, string AskedByName, DateTimeOffset AskedAt, IReadOnlyList<Approval> Given, int Reminders)
{
    /// <summary>The team is not there: no reminder before then. Null where none was put off.</summary>
    public DateTimeOffset? QuietUntil { get; init; }
}

/// <param name="Why">In the approver's words; may be empty.</param>
public sealed record SentBack(string ByName, string Why, DateTimeOffset At);

/// <summary>A talk with the person off the page.</summary>
/// <param name="By">Who talks to them.</param>
/// <param name="TakenAt">When it was agreed on, UTC.</param>
/// <param name="DueAt">By when, UTC.</param>
/// <param name="MayOffer">What could be offered when it was taken, one line.</param>
public sealed record Contact(ContactWay Way, MemberId By, string ByName, DateTimeOffset TakenAt, DateTimeOffset DueAt, string MayOffer)
{
    /// <summary>Something to remember, in a colleague's words; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Null until somebody says how it went.</summary>
    public ContactOutcome? Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The person was called to it when it fell due.</summary>
    public bool IsReminded { get; init; }

    /// <summary>They wrote again before the talk, and who talks is still to be told.</summary>
    public bool IsOvertaken { get; init; }

    /// <summary>The team is not there: nothing is said of it before then. Null where nothing was put off.</summary>
    public DateTimeOffset? QuietUntil { get; init; }

    /// <summary>Talks before this one that reached nobody.</summary>
    public int TriedBefore { get; init; }

    /// <summary>They were spoken to: what is owed now is a line for those who look on.</summary>
    public bool OwesClosingLine => Outcome is ContactOutcome.Reached or ContactOutcome.Solved;
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum ContactWay
{
    Phone,
    Visit,
    PrivateMessage,
}

/// <summary>Stored by name: never rename without a migration.</summary>
public enum ContactOutcome
{
    /// <summary>Spoken to; the matter goes on.</summary>
    Reached,

    /// <summary>Spoken to, and the matter is mended.</summary>
    Solved,

    NotReached,
}

/// <summary>When each step happened, UTC. The lags between them are stored and shown, never guessed (promise 6).</summary>
/// <param name="PublishedAt">When the author wrote; the clock starts here.</param>
/// <param name="SeenAt">When its bytes reached us.</param>
/// <param name="UnderstoodAt">When it had been read.</param>
/// <param name="NudgedAt">When the nudge was opened.</param>
public sealed record NudgeClock(DateTimeOffset PublishedAt, DateTimeOffset SeenAt, DateTimeOffset UnderstoodAt, DateTimeOffset NudgedAt)
{
    /// <summary>When the first card stood in a channel.</summary>
    public DateTimeOffset? ShownAt { get; init; }

    /// <summary>The first claim; handing on does not reset it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When the text that went out was approved.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>When the reply stood on the page, by the platform's word.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When nothing more was owed, answered or not; null while something is, and where an older program ended it.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
