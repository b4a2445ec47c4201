using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Webhook;

/// <summary><c>webhook:https://…</c></summary>
internal sealed class WebhookFinder : IChannelFinder
{
    private const int Longest = 2_000;

    public ChannelKind Kind => ChannelKind.Webhook;

    public string Prefix => "webhook";

    public bool TakesSecret => true;

    public ChannelFound Find(string typed)
    {
        if (typed.Length > Longest)
            return No($"The address is longer than {Longest:N0} characters.");
        if (!Uri.TryCreate(typed.Trim(), UriKind.Absolute, out var address) || !ShownLink.IsPlace(address) || address.Host.Length == 0)
            return No($"\"{CleanText.Line(typed, 100)}\" is no address to post to. Write webhook:https://chat.example.com/hooks/care.");
        if (address.UserInfo.Length > 0)
            return No("A name and password in an address would stand in lists and logs. Write the address without them; deliveries are signed.");
        return address.Fragment.Length > 0
            ? No("What stands after # never reaches a receiver. Write the address without it.")
            : new ChannelFound(address.AbsoluteUri, address.IdnHost, null);
    }

    /// <summary>Many chats put the key to their hook into its path.</summary>
    public string Show(string address) => Uri.TryCreate(address, UriKind.Absolute, out var place) ? place.GetLeftPart(UriPartial.Authority) + (place.PathAndQuery.Length > 1 ? "/…" : "") : "";

    public string? ProblemWithSecret(string typed) =>
        WebhookSecret.KeyOf(typed) is null ? "The secret must be whsec_ and 24 to 64 bytes in base64. Leave --secret out, and one is made." : null;

    public string NewSecret() => WebhookSecret.New();

    private static ChannelFound No(string problem) => new(null, "", problem);
}
