using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Mail;

/// <summary><c>mail:care@contoso.example</c></summary>
internal sealed class MailFinder(IOptions<MailOptions> options) : IChannelFinder
{
    public ChannelKind Kind => ChannelKind.Mail;

    public string Prefix => "mail";

    public bool TakesSecret => false;

    public ChannelFound Find(string typed)
    {
        if (!MailAddress.TryRead(typed.Trim(), out var address))
            return new ChannelFound(null, "", $"\"{CleanText.Line(typed, 100)}\" is no mail address. Write mail:care@contoso.example.");
        return string.IsNullOrWhiteSpace(options.Value.Host)
            ? new ChannelFound(null, "", "No mail server is set. An admin writes PageWatch:Mail:Host and :From into the settings and starts the service again.")
            : new ChannelFound(address.Address, address.Address.Replace('@', '-'), null);
    }

    public string Show(string address) => address;

    public string? ProblemWithSecret(string typed) => "Mail takes no secret. Leave --secret out.";

    public string NewSecret() => throw new InvalidOperationException("Mail takes no secret.");
}
