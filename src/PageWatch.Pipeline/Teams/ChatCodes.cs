using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>One-time codes with which a person ties an account of a chat to himself.</summary>
public sealed class ChatCodes(IMembers members, TimeProvider time)
{
    /// <summary>Long enough to change from one window to another.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromMinutes(10);

    /// <summary>Letters and digits that nobody confuses; 32 of them.</summary>
    private const string Signs = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <returns>Twelve signs of 5 bits each, in groups: nobody guesses one in ten minutes.</returns>
    public async ValueTask<string> NewAsync(Member member, CancellationToken cancellationToken)
    {
        var code = RandomNumberGenerator.GetString(Signs, 12);
        var now = time.GetUtcNow();
        await members.AddCodeAsync(Hash(code), member.Id, now + Lives, new AuditEntry(member.Team, now, member.Id, member.Name, "link", $"member {member.Name}"), cancellationToken);
        return $"{code[..4]}-{code[4..8]}-{code[8..]}";
    }

    /// <param name="typed">Case, dashes and blanks do not matter.</param>
    /// <returns>Whose it was; null when it is unknown, used or too old.</returns>
    public ValueTask<Member?> RedeemAsync(string typed, CancellationToken cancellationToken) =>
        members.RedeemCodeAsync(Hash(new string([.. typed.Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant()), time.GetUtcNow(), cancellationToken);

    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
