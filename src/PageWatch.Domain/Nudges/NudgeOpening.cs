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

    /// <summary>The strictest of what the kind and the matching rules allow.</summary>
    public static TimeSpan StrictestTarget(NudgeKind kind, IReadOnlyList<RuleMatch> matches)
    {
        // A rule's own target replaces the kind's; among several the strictest wins.
        var own = matches.Where(match => match.Target is not null).Select(match => match.Target!.Value).ToList();
        return own.Count > 0 ? own.Min() : TargetOf(kind);
    }

    /// <summary>Whether anything is owed for this post at all: it is public, new to us, not our own, somebody wants to know, and it is no mere courtesy.</summary>
    public static bool IsOwed(Post post, Reading reading, IReadOnlyList<RuleMatch> matches) =>
        post is { IsPublic: true, IsOurs: false, IsBaseline: false }
        && matches.Count > 0
        && reading.Intent is not (Intent.Thanks or Intent.Spam or Intent.Abuse);

    /// <summary>A duty that starts with this post.</summary>
    public static Nudge Open(NudgeId id, Post post, Reading reading, IReadOnlyList<RuleMatch> matches, DateTimeOffset understoodAt, DateTimeOffset now)
    {
        var kind = KindOf(post, reading);
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
            Target = StrictestTarget(kind, matches),
            Clock = new NudgeClock(post.PublishedAt, post.SeenAt, understoodAt, now),
            Matches = matches,
            Version = 1,
        };
    }
}
