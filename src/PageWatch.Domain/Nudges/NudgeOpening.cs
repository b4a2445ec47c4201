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
        post is { IsPublic: true, IsOurs: false, IsBaseline: false } && AsksForAnswer(reading, matches);

    /// <summary>What a nudge's posts ask for when they are read anew: the strictest duty of those that ask for something, else that of the focus.</summary>
    /// <param name="posts">The nudge's posts that are still there, with what matches them now; holds the focus.</param>
    /// <returns>The kind; the target from the nudge's own beginning on; what matches. A nudge that nothing matches any more keeps what it was opened for.</returns>
    public static (NudgeKind Kind, TimeSpan Target, IReadOnlyList<RuleMatch> Matches) DutyOf(
        Nudge nudge, IReadOnlyList<(Post Post, Reading Reading, IReadOnlyList<RuleMatch> Matches)> posts)
    {
        var asking = posts.Where(each => each.Post.IsPublic && AsksForAnswer(each.Reading, each.Matches)).ToList();
        var (kind, due) = (asking.Count > 0 ? asking : posts.Where(each => each.Post.Id == nudge.Focus))
            .Select(each => (Kind: KindOf(each.Post, each.Reading), each.Matches, each.Post.PublishedAt))
            .Select(each => (each.Kind, Due: each.PublishedAt + StrictestTarget(each.Kind, each.Matches)))
            .MinBy(each => each.Due);
        var matches = posts.SelectMany(each => each.Matches).ToList();
        // The clock may have begun before the only post that still asks, never after.
        var target = due - nudge.Clock.PublishedAt;
        return (kind, target > TimeSpan.Zero ? target : TargetOf(kind), matches.Count > 0 ? matches : nudge.Matches);
    }

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

    private static bool AsksForAnswer(Reading reading, IReadOnlyList<RuleMatch> matches) =>
        matches.Count > 0 && reading.Intent is not (Intent.Thanks or Intent.Spam or Intent.Abuse);
}
