using System.Security.Cryptography;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;

namespace PageWatch.Platforms.Facebook;

/// <summary>The Page that is watched, and what opens it.</summary>
/// <param name="Id">The Page's id; "me" while it is not known yet.</param>
/// <param name="Proof">Hex HMAC-SHA256 of the token under the app's secret; null where no secret was given.</param>
internal sealed record FacebookPage(string Id, string? Token, string? Proof)
{
    private const int LongestSecret = 4_000;

    public static PlatformId Platform { get; } = new("facebook");

    /// <exception cref="PlatformException">No Page is noted.</exception>
    public static FacebookPage Of(PageCall call) => FacebookId.IsPlain(call.Page.AccountId)
        ? Of(call.Page.AccountId!, call.Credentials)
        : throw new PlatformException(PlatformFailure.NotUnderstood, $"Could not read {call.Page.Address}: the Page's id is not noted for it. Watch it again.");

    public static FacebookPage Of(string id, Credentials credentials)
    {
        var token = Pasted(credentials["token"]);
        if (token?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true)
            token = token["Bearer ".Length..].Trim();
        // "watch" has no option of that name: there it is typed as the password.
        var secret = Pasted(credentials["appsecret"]) ?? Pasted(credentials["password"]);
        return new FacebookPage(id, token, token is null || secret is null ? null : ProofOf(secret, token));
    }

    /// <summary>What Facebook calls <c>appsecret_proof</c>: the token works for nobody who does not know the app's secret.</summary>
    public static string ProofOf(string secret, string token) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(token)));

    /// <summary>As it was pasted, without the blanks around it. Signs that no header can hold make it none.</summary>
    private static string? Pasted(string? typed) =>
        typed?.Trim() is { Length: > 0 and <= LongestSecret } text && text.All(c => c is >= ' ' and <= '~') ? text : null;
}
