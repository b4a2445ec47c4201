using PageWatch.Domain.Hours;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;

namespace PageWatch.Domain.Nudges;

/// <summary>Whether a post opens a nudge, and which duty it is.</summary>
public static class NudgeOpening
{
    /// <summary>The time allowed by kind of post (design §7).</summary>
    public static TimeSpan TargetOf(NudgeKind kind) => kind switch
    {
        NudgeKind.Complaint => TimeSpan.FromMinutes(60),
        NudgeKind.Question or NudgeKind.Request or NudgeKind.Unclear => TimeSpan.FromHours(4),
        _ => TimeSpan.FromHours(24),
    };

    /// <summary>What kind of duty the post is: a review of two stars or less is a complaint whatever it says.</summary>
    public static NudgeKind KindOf(Post post, Reading reading) => (post.Stars, reading) switch
    {
        ( <= 2, _) => NudgeKind.Complaint,
        (not null, _) => NudgeKind.Review,
        (null, { Unclear: not null }) => NudgeKind.Unclear,
        (null, { Intent: Intent.Complaint }) => NudgeKind.Complaint,
        (null, { Intent: Intent.Question }) => NudgeKind.Question,
        (null, { Intent: Intent.Request }) => NudgeKind.Request,
        (null, { Intent: Intent.Praise or Intent.Thanks }) => NudgeKind.Praise,
        _ => NudgeKind.Other,
    };

    /// <summary>Whether anything is owed for this post at all: it is public, new to us, not our own, somebody wants to know, and it is no mere courtesy.</summary>
    public static bool IsOwed(Post post, Reading reading, IReadOnlyList<RuleMatch> matches) =>
        post is { IsPublic: true, IsOurs: false, IsBaseline: false } && AsksForAnswer(reading, matches);

    /// <summary>What a nudge's posts ask for when they are read anew: the strictest duty of those that ask for something, else that of the focus.</summary>
    /// <param name="posts">The nudge's posts that are still there, with what matches them now; holds the focus.</param>
    /// <returns>The kind; when it is due; what matches. A nudge that nothing matches any more keeps what it was opened for.</returns>
    public static (NudgeKind Kind, Deadline Deadline, IReadOnlyList<RuleMatch> Matches) DutyOf(
        Nudge nudge, IReadOnlyList<(Post Post, Reading Reading, IReadOnlyList<RuleMatch> Matches)> posts, BusinessHours hours)
    {
        var asking = posts.Where(each => each.Post.IsPublic && AsksForAnswer(each.Reading, each.Matches)).ToList();
        var (kind, deadline) = (asking.Count > 0 ? asking : posts.Where(each => each.Post.Id == nudge.Focus))
            .Select(each => (Kind: KindOf(each.Post, each.Reading), each.Matches, each.Post.PublishedAt))
            .Select(each => (each.Kind, Deadline: Deadline.Strictest(each.PublishedAt, each.Kind, each.Matches, hours)))
            .MinBy(each => each.Deadline.Due);
        var matches = posts.SelectMany(each => each.Matches).ToList();
        return (kind, deadline, matches.Count > 0 ? matches : nudge.Matches);
    }

    /// <summary>Who is called while nobody has it: the chain of the first rule that has one, else the team's, else the usual one. What cannot be read any more counts as nothing said.</summary>
    /// <param name="teams">The team's own, as it is printed; null for none.</param>
    public static Chain ChainOf(IReadOnlyList<RuleMatch> matches, string? teams)
    {
        foreach (var match in matches)
        {
            if (match.Chain is { } own && ChainText.Parse(own).Chain is { } chain)
                return chain;
        }

        return (teams is null ? null : ChainText.Parse(teams).Chain) ?? Chain.Default;
    }

    /// <summary>Whether it can wait in a digest once the budget for attention is spent: neither a complaint, nor urgent, nor what a rule calls high.</summary>
    public static bool MayWait(NudgeKind kind, Reading reading, IReadOnlyList<RuleMatch> matches) =>
        DigestSteps.MayWait(kind, reading.Urgency, matches.Count == 0 ? RulePriority.Normal : matches.Max(match => match.Priority));

    /// <summary>A duty that starts with this post.</summary>
    /// <param name="hours">Of the team.</param>
    /// <param name="chain">Of <see cref="ChainOf"/>.</param>
    public static Nudge Open(NudgeId id, Post post, Reading reading, IReadOnlyList<RuleMatch> matches, BusinessHours hours, Chain chain, DateTimeOffset understoodAt, DateTimeOffset now)
    {
        var kind = KindOf(post, reading);
        var deadline = Deadline.Strictest(post.PublishedAt, kind, matches, hours);
        return new Nudge
        {
            Id = id,
            Team = post.Team,
            Conversation = post.Conversation,
            Page = post.Page,
            Focus = post.Id,
            FocusRevision = post.Revision,
            Posts = [post.Id],
            Kind = kind,
            State = NudgeState.Open,
            Target = deadline.Target,
            Deadline = deadline,
            Escalation = ClimbSteps.Begin(chain, now, deadline.IgnoresHours, hours),
            Clock = new NudgeClock(post.PublishedAt, post.SeenAt, understoodAt, now),
            Matches = matches,
            Version = 1,
        };
    }

    private static bool AsksForAnswer(Reading reading, IReadOnlyList<RuleMatch> matches) =>
        matches.Count > 0 && reading.Intent is not (Intent.Thanks or Intent.Spam or Intent.Abuse);
}
