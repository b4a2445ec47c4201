using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Slack;

/// <summary><c>slack:T0STORE/C0REVIEWS</c>; people say "channel add here" in the place itself.</summary>
internal sealed class SlackFinder(IOptions<SlackOptions> options) : IChannelFinder
{
    private const int LongestId = 30;

    public ChannelKind Kind => ChannelKind.Slack;

    public string Prefix => "slack";

    public bool TakesSecret => false;

    public ChannelFound Find(string typed)
    {
        if (!options.Value.IsOn)
            return No("Slack is not set up. An admin writes PageWatch:Slack:BotToken and :AppToken into the settings and starts the service again.");
        var address = typed.Trim();
        return ChatAddress.TryRead(address, out var team, out var place) && IsId(team, "TE") && IsId(place, "CGD")
            ? new ChannelFound(address, "", null)
            : No($"\"{CleanText.Line(typed, 100)}\" is no place in Slack. Invite the bot to the channel and say \"channel add here\" to it there.");
    }

    public string Show(string address) => address;

    public string? ProblemWithSecret(string typed) => "Slack takes no secret. Leave --secret out.";

    public string NewSecret() => throw new InvalidOperationException("Slack takes no secret.");

    private static bool IsId(string id, string kinds) => id.Length is > 1 and <= LongestId && kinds.Contains(id[0], StringComparison.Ordinal) && id.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static ChannelFound No(string problem) => new(null, "", problem);
}
