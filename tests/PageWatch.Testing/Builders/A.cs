using PageWatch.Domain.Drafts;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Publishing;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Domain.Understanding;

namespace PageWatch.Testing.Builders;

/// <summary>Makes things of the field for tests: <c>A.Post().By("Ana").Saying("Help!")</c>.</summary>
public static class A
{
    /// <summary>When tests begin: a Tuesday morning.</summary>
    public static DateTimeOffset Morning { get; } = new(2026, 3, 10, 9, 0, 0, TimeSpan.Zero);

    public static Member Member(string name, Role role = Role.Approver, long id = 1, int team = 1) => new(new MemberId(id), new TeamId(team), name, role);

    public static Post Post(string nativeId = "p1", long id = 1) => new()
    {
        Id = new PostId(id),
        Team = TeamId.Default,
        Page = new PageId(1),
        NativeId = nativeId,
        Conversation = new ConversationId(1),
        Author = new Author("visitor-1", "Jana K."),
        Text = "Third parcel in a row that arrives broken.",
        PublishedAt = Morning,
        SeenAt = Morning + TimeSpan.FromSeconds(1),
        Revision = 1,
        Standing = PostStanding.Public,
    };

    public static Post By(this Post post, string name, string? nativeId = null) => post with { Author = new Author(nativeId ?? "id-" + name, name) };

    public static Post Saying(this Post post, string text) => post with { Text = text };

    public static Post At(this Post post, DateTimeOffset at) => post with { PublishedAt = at, SeenAt = at };

    public static PostSnapshot Seen(string nativeId = "p1", string text = "Third parcel in a row that arrives broken.", string author = "Jana K.") => new()
    {
        NativeId = nativeId,
        Author = new Author("id-" + author, author),
        Text = text,
        PublishedAt = Morning,
    };

    public static Reading Reading(Intent intent = Intent.Complaint, Urgency urgency = Urgency.Today, long post = 1, int revision = 1) => new()
    {
        Post = new PostId(post),
        Revision = revision,
        Language = "en",
        LanguageConfidence = 0.99,
        Sentiment = intent is Intent.Praise or Intent.Thanks ? Sentiment.Positive : intent == Intent.Complaint ? Sentiment.Negative : Sentiment.Neutral,
        SentimentConfidence = 0.9,
        Intent = intent,
        IntentConfidence = 0.9,
        Urgency = urgency,
        ReadBy = "test 1",
    };

    public static RuleMatch Match(string rule = "complaints", TimeSpan? target = null) => new(new RuleId(1), rule, 1, target, []);

    public static WatchRule Rule(string name, string query, long id = 1, int team = 1) => new()
    {
        Id = new RuleId(id),
        Team = new TeamId(team),
        Name = name,
        Query = QueryParser.Parse(query).Query ?? throw new ArgumentException(query, nameof(query)),
        Version = 1,
    };

    /// <summary>Round the clock.</summary>
    public static Deadline Due(TimeSpan target, DateTimeOffset? from = null) => Deadline.Of(from ?? Morning, target, false, BusinessHours.Always);

    public static Nudge Nudge(NudgeState state = NudgeState.Open, NudgeKind kind = NudgeKind.Complaint) => new()
    {
        Id = new NudgeId(12),
        Team = TeamId.Default,
        Conversation = new ConversationId(1),
        Page = new PageId(1),
        Focus = new PostId(1),
        FocusRevision = 1,
        Posts = [new PostId(1)],
        Kind = kind,
        State = state,
        Target = NudgeOpening.TargetOf(kind),
        // The chain has its own tests.
        Escalation = new ChainPlace(0, 0, Morning + TimeSpan.FromDays(3_650), Morning),
        Clock = new NudgeClock(Morning, Morning + TimeSpan.FromSeconds(1), Morning + TimeSpan.FromSeconds(1), Morning + TimeSpan.FromSeconds(1)),
        Matches = [state == NudgeState.AwaitingApproval ? Match() with { Approval = new ApprovalPolicy(2, Role.Approver) } : Match()],
        Version = 5,
        Owner = state is NudgeState.Claimed or NudgeState.AwaitingApproval or NudgeState.Publishing or NudgeState.NeedsPerson or NudgeState.Offline ? new MemberId(1) : null,
        Awaited = state == NudgeState.AwaitingApproval ? new AwaitedApproval(new MemberId(1), "Ana", Morning, [new Approval(new MemberId(1), "Ana", Morning)], 0) : null,
        Contact = state == NudgeState.Offline ? new Contact(ContactWay.Phone, new MemberId(1), "Ana", Morning, Morning + TimeSpan.FromHours(2), "") : null,
        ClaimedUntil = state is NudgeState.Claimed or NudgeState.NeedsPerson ? Morning + TimeSpan.FromMinutes(16) : null,
        SnoozedUntil = state == NudgeState.Snoozed ? Morning + TimeSpan.FromHours(1) : null,
        Reply = state is NudgeState.Publishing or NudgeState.NeedsPerson or NudgeState.Answered ? 7 : null,
        Reason = state == NudgeState.NeedsPerson ? NudgeReason.NobodyCanTell : null,
    };

    public static Reply Reply(ReplyState state = ReplyState.Approved, int attempts = 0) => new()
    {
        Id = new ReplyId(7),
        Team = TeamId.Default,
        Nudge = new NudgeId(12),
        Conversation = new ConversationId(1),
        Page = new PageId(1),
        Target = new PostId(1),
        TargetNativeId = "p1",
        TargetRevision = 1,
        Text = "Jana, a new one is on its way.",
        ApprovedBy = new MemberId(1),
        ApprovedByName = "Ana",
        ApprovedAt = Morning,
        State = state,
        Attempts = attempts,
        FirstSentAt = attempts > 0 ? Morning : null,
        SentAt = attempts > 0 ? Morning : null,
        DueAt = state is ReplyState.Approved or ReplyState.Unknown or ReplyState.TakingBack ? Morning : null,
        NativeId = state is ReplyState.Published or ReplyState.Held or ReplyState.TakingBack or ReplyState.TakenBack ? "r1" : null,
    };

    public static PageCapabilities Capabilities(bool readBack = true, ReplyMode reply = ReplyMode.Threaded) => new()
    {
        ReadBy = ReadBy.Poll | ReadBy.Webhook,
        Edits = ChangesSeen.Told,
        Deletes = ChangesSeen.Told,
        Reply = reply,
        LongestReply = reply == ReplyMode.None ? 0 : 1_000,
        SettlingTime = TimeSpan.FromSeconds(30),
        CanReadBack = readBack,
        CanDeleteOwnReply = true,
    };

    public static Draft Draft(string text = "Jana, a new one is on its way.") => new()
    {
        Nudge = new NudgeId(12),
        For = new PostId(1),
        ForRevision = 1,
        Proposals =
        [
            new DraftProposal(ProposalKind.Reply, text, "en", "playbook §1 “Damaged goods”"),
            new DraftProposal(ProposalKind.Offline, "May we call you?", "en", "playbook §9 “Off-line”"),
        ],
        Text = text,
    };
}
