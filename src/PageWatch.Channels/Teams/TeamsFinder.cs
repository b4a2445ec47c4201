using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary><c>teams:11111111-…/19:…@thread.tacv2</c>. Nobody types that: "channel add here", said in the place, makes it.</summary>
internal sealed class TeamsFinder(IOptions<TeamsOptions> options) : IChannelFinder
{
    private const int Longest = 300;

    public ChannelKind Kind => ChannelKind.Teams;

    public string Prefix => "teams";

    public bool TakesSecret => false;

    public ChannelFound Find(string typed)
    {
        if (string.IsNullOrWhiteSpace(options.Value.AppId) && !options.Value.Anonymous)
            return No($"Teams is not set up. {TeamsWording.Mend}");
        var address = typed.Trim();
        if (address.Length > Longest || address.Any(c => c <= ' ' || char.IsControl(c)) || !ChatAddress.TryRead(address, out var tenant, out var place) || place.Contains(';', StringComparison.Ordinal) || !IsConversation(place))
            return No($"\"{CleanText.Line(typed, 100)}\" is no place in Teams. Open the channel in Teams, mention the bot and say: channel add here.");
        return options.Value.Tenants.Count > 0 && !options.Value.Tenants.Contains(tenant, StringComparer.OrdinalIgnoreCase)
            ? No($"The organisation {CleanText.Line(tenant, 100)} is not served. An admin adds it to PageWatch:Teams:Tenants.")
            : new ChannelFound(address, "", null);
    }

    public string Show(string address) => address;

    public string? ProblemWithSecret(string typed) => "Teams takes no secret. Leave --secret out.";

    public string NewSecret() => throw new InvalidOperationException("Teams takes no secret.");

    /// <summary>a:… is a personal chat, 19:… a channel or a group.</summary>
    private static bool IsConversation(string place) => place.StartsWith("19:", StringComparison.Ordinal) || place.StartsWith("a:", StringComparison.Ordinal);

    private static ChannelFound No(string problem) => new(null, "", problem);
}
