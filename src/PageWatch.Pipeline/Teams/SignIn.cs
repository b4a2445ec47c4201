using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>Personal one-time links, and the sessions they open.</summary>
public sealed class SignIn(IMembers members, TimeProvider time)
{
    /// <summary>A link that nobody followed ends after this.</summary>
    public static readonly TimeSpan LinkLives = TimeSpan.FromHours(12);

    public static readonly TimeSpan SessionLives = TimeSpan.FromDays(14);

    /// <param name="by">Who asked for it; null for the service itself, at its start.</param>
    /// <returns>The token of a link that signs this member in once.</returns>
    public async ValueTask<string> CreateLinkAsync(Member member, Member? by, CancellationToken cancellationToken)
    {
        var token = NewToken();
        var now = time.GetUtcNow();
        await members.AddLinkAsync(Hash(token), member.Id, now + LinkLives, new AuditEntry(member.Team, now, by?.Id, by?.Name ?? "PageWatch", "console", $"member {member.Name}"), cancellationToken);
        return token;
    }

    /// <returns>The member and the token of the new session; null when the link is unknown, used or too old.</returns>
    public async ValueTask<(Member Member, string Session)?> RedeemAsync(string token, CancellationToken cancellationToken)
    {
        var session = NewToken();
        var now = time.GetUtcNow();
        var member = await members.RedeemLinkAsync(Hash(token), Hash(session), now, now + SessionLives, cancellationToken);
        return member is null ? null : (member, session);
    }

    public ValueTask<Member?> FindAsync(string session, CancellationToken cancellationToken) => members.FindSessionAsync(Hash(session), time.GetUtcNow(), cancellationToken);

    public ValueTask EndAsync(string session, CancellationToken cancellationToken) => members.EndSessionAsync(Hash(session), cancellationToken);

    /// <summary>256 random bits, safe in a link.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
