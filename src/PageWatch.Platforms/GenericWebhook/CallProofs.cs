using PageWatch.Domain.Sources;
using PageWatch.Platforms.Signatures;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>How calls of a page can be proven, by the names that users type; which one is kept in the page's settings.</summary>
internal static class CallProofs
{
    public const string Setting = "signature";
    public const string HeaderSetting = "header";
    public const string None = "none";
    public const string Slack = "slack";
    public const string Standard = "standard";

    private const int ShortestSecret = 8;
    private const int LongestSecret = 500;
    private const int LongestHeader = 60;

    private static readonly (CallProof Proof, ISignatureStyle Style, Func<string, ISignatureStyle>? Named)[] All =
    [
        Of(Standard, "signs as Standard Webhooks says: webhook-id, webhook-timestamp, webhook-signature", StandardWebhooks.Style),
        Of("github", "sends X-Hub-Signature-256: sha256= and the HMAC-SHA256 of the body in hex", new GitHubSignature(), header => new GitHubSignature(header)),
        Of("hub", "sends X-Hub-Signature: sha1= or sha256= and the HMAC of the body in hex, as Mastodon does", HubSignature.Style),
        Of("stripe", "sends Stripe-Signature: t=TIME,v1= and the HMAC-SHA256 of \"TIME.body\" in hex", new StripeSignature()),
        Of(Slack, "sends X-Slack-Request-Timestamp, and X-Slack-Signature: v0= with the HMAC-SHA256 of \"v0:TIME:body\" in hex", new SlackSignature()),
        Of("base64", "sends X-Signature with the HMAC-SHA256 of the body in base64, as shops do", new Base64Signature(), header => new Base64Signature(header)),
        Of("token", "sends the secret along: X-Webhook-Token, Authorization: Bearer, or Basic with it as password", new TokenProof(), header => new TokenProof(header)),
        (new CallProof(None, "proves nothing") { ProvesNothing = true }, new NoProof(), null),
    ];

    public static IReadOnlyList<CallProof> Known { get; } = [.. All.Select(each => each.Proof)];

    public static CallProof Of(IReadOnlyDictionary<string, string> settings) => Entry(settings).Proof;

    public static ISignatureStyle StyleOf(IReadOnlyDictionary<string, string> settings)
    {
        var (_, style, named) = Entry(settings);
        return named is not null && settings.TryGetValue(HeaderSetting, out var header) ? named(header) : style;
    }

    /// <summary>Lays a wish over the settings.</summary>
    /// <returns>What was wrong, with the mend; null when it was laid.</returns>
    public static string? Change(Dictionary<string, string> settings, string? proof, string? header)
    {
        if (proof is not null)
        {
            if (Array.Find(All, each => each.Proof.Name.Equals(proof, StringComparison.OrdinalIgnoreCase)).Proof is not { } known)
                return $"There is no signature \"{Domain.Posts.CleanText.Line(proof, 40)}\". There are {string.Join(", ", Known.Select(each => each.Name))}.";
            if (settings.TryGetValue(Setting, out var before) && before != known.Name)
                settings.Remove(HeaderSetting);
            settings[Setting] = known.Name;
        }

        if (header is null)
            return null;
        var name = header.Trim().ToLowerInvariant();
        if (name.Length is 0 or > LongestHeader || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return $"\"{Domain.Posts.CleanText.Line(header, 40)}\" is no name of a header. Type one such as X-Shop-Signature.";
        var (which, _, named) = Entry(settings);
        if (named is null)
            return $"With {which.Name} the header has its name already. Leave --header out, or choose one of {string.Join(", ", All.Where(each => each.Named is not null).Select(each => each.Proof.Name))}.";
        settings[HeaderSetting] = name;
        return null;
    }

    public static string? ProblemWith(string secret, CallProof proof)
    {
        if (proof.ProvesNothing)
            return "Without a signature there is no secret. Leave one of the two out.";
        if (proof.Name == Standard && !StandardWebhooks.IsSecret(secret))
            return "A secret of Standard Webhooks is 24 to 64 bytes in base64, with whsec_ before it or without. Copy it whole, or leave --secret out to have one made.";
        return secret.Length is < ShortestSecret or > LongestSecret
            ? $"A secret has {ShortestSecret} to {LongestSecret} characters: a shorter one can be guessed. Leave --secret out to have one made."
            : null;
    }

    private static (CallProof Proof, ISignatureStyle Style, Func<string, ISignatureStyle>? Named) Entry(IReadOnlyDictionary<string, string> settings) =>
        Array.Find(All, each => each.Proof.Name == settings.GetValueOrDefault(Setting, Standard)) is { Proof: not null } entry
            ? entry
            : throw new InvalidOperationException($"The page is proven by \"{settings.GetValueOrDefault(Setting)}\", which is not known any more.");

    private static (CallProof Proof, ISignatureStyle Style, Func<string, ISignatureStyle>? Named) Of(string name, string help, ISignatureStyle style, Func<string, ISignatureStyle>? named = null) =>
        (new CallProof(name, help), style, named);
}
