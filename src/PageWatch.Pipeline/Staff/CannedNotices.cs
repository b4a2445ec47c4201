using PageWatch.Domain.Channels;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;

namespace PageWatch.Pipeline.Staff;

/// <summary>What the owner of a canned reply is told of its end. A notice that changes in its place rings for nobody, so that each telling has a key of its own.</summary>
internal static class CannedNotices
{
    /// <param name="owner">As the team knows the owner now: one who has left it is called by nobody, and all are told.</param>
    public static Notice Of(CannedReply reply, Member? owner, DateTimeOffset now)
    {
        var isExpired = reply.IsExpired(now);
        return new Notice(
            reply.Team,
            isExpired ? KeyOfEnd(reply) : KeyOfAhead(reply),
            isExpired ? Say.It(Wording.CannedExpiredTitle, reply.Name) : Say.It(Wording.CannedEndsTitle, reply.Name, Say.Moment(reply.ExpiresAt)),
            Say.It(isExpired ? Wording.CannedExpiredText : Wording.CannedEndsText, owner?.Name ?? reply.OwnerName, reply.Name),
            isExpired ? Tone.Now : Tone.Soon,
            now)
        {
            Calls = owner is { IsRemoved: false } ? [owner.Id] : [],
        };
    }

    /// <summary>That the end is told now, and no more that it comes.</summary>
    public static IReadOnlyList<Notice> Replaced(CannedReply reply, DateTimeOffset now) =>
        reply.IsExpired(now) ? [Over(reply, KeyOfAhead(reply), Say.It(Wording.CannedExpiredTitle, reply.Name), now)] : [];

    /// <summary>Somebody renewed the reply, or took it away.</summary>
    /// <param name="reply">As it was.</param>
    /// <param name="title">What became of it.</param>
    public static IReadOnlyList<Notice> Ended(CannedReply reply, string title, DateTimeOffset now) => [Over(reply, KeyOfAhead(reply), title, now), Over(reply, KeyOfEnd(reply), title, now)];

    private static Notice Over(CannedReply reply, string key, string title, DateTimeOffset now) => new(reply.Team, key, title, "", Tone.Done, now, IsOver: true);

    private static string KeyOfAhead(CannedReply reply) => $"canned {reply.Name} {reply.ExpiresAt.ToUnixTimeSeconds()} ends";

    private static string KeyOfEnd(CannedReply reply) => $"canned {reply.Name} {reply.ExpiresAt.ToUnixTimeSeconds()} expired";
}
