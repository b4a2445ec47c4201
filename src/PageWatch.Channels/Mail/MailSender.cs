using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Mail;

/// <summary>Mails each state of a card; those of one card are one thread.</summary>
internal sealed class MailSender(IOptions<MailOptions> options, TimeProvider time) : IChannelSender, IDisposable
{
    private const int LongestWord = 200;

    /// <summary>Servers refuse who comes with many connections at once.</summary>
    private const int AtOnce = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim free = new(AtOnce);

    public ChannelKind Kind => ChannelKind.Mail;

    public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var name = delivery.Channel.Name;
        var settings = options.Value;
        if (delivery.Channel.Kind != ChannelKind.Mail)
            throw new ChannelException(ChannelFailure.Closed, $"{name} is no mail channel.");
        if (string.IsNullOrWhiteSpace(settings.Host) || !MailAddress.TryRead(settings.From, out var from))
            throw new ChannelException(ChannelFailure.Closed, $"{name} cannot be mailed: no mail server is set. Write PageWatch:Mail:Host and :From.");
        if (!MailAddress.TryRead(delivery.Channel.Address, out var to))
            throw new ChannelException(ChannelFailure.Closed, $"{name} has no mail address. Remove the channel and add it again.");

        var mail = MailMessage.Of(delivery, from, to, time.GetUtcNow());
        await free.WaitAsync(cancellationToken);
        try
        {
            await SendAsync(mail, settings.Host, settings, name, cancellationToken);
        }
        finally
        {
            free.Release();
        }

        return new MessageRef(MailMessage.ThreadOf(delivery, from));
    }

    public void Dispose() => free.Dispose();

    private async Task SendAsync(MimeMessage mail, string host, MailOptions settings, string name, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        // The library writes a log of what was said only when it is given one: no text or password of ours stands in any.
        using var server = new SmtpClient { Timeout = (int)Longest.TotalMilliseconds };
        try
        {
            await server.ConnectAsync(host, settings.Port, OptionsOf(settings.Tls), either.Token);
            if (!string.IsNullOrEmpty(settings.User))
                await server.AuthenticateAsync(settings.User, settings.Password ?? "", either.Token);
            await server.SendAsync(mail, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChannelException(ChannelFailure.Unreachable, $"{name}: the mail server {host} did not finish within {Longest.TotalSeconds:0} s.");
        }
        catch (SmtpCommandException problem)
        {
            throw FailureOf(problem, name, host);
        }
        catch (AuthenticationException problem)
        {
            throw new ChannelException(
                ChannelFailure.Closed, $"{name}: the mail server {host} refused the user ({Word(problem.Message)}). Mend PageWatch:Mail:User and :Password.", problem);
        }
        catch (NotSupportedException problem)
        {
            throw new ChannelException(ChannelFailure.Closed, $"{name}: the mail server {host} cannot do what is set ({Word(problem.Message)}). Mend PageWatch:Mail:Tls or :User.", problem);
        }
        catch (SslHandshakeException problem)
        {
            throw new ChannelException(ChannelFailure.Unreachable, $"{name}: no safe way to the mail server {host}: {Word(problem.Message)}", problem);
        }
        catch (Exception problem) when (problem is IOException or SocketException or ProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException)
        {
            throw new ChannelException(ChannelFailure.Unreachable, $"{name}: the mail server {host} cannot be reached: {Word(problem.Message)}", problem);
        }

        try
        {
            await server.DisconnectAsync(quit: true, either.Token);
        }
        // It took the mail; how it says good-bye changes nothing.
        catch (Exception problem) when (problem is IOException or SocketException or ProtocolException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
        }
    }

    private static ChannelException FailureOf(SmtpCommandException problem, string name, string host)
    {
        var said = $"{(int)problem.StatusCode} {Word(problem.Message)}";
        return (problem.ErrorCode, (int)problem.StatusCode) switch
        {
            (_, >= 400 and < 500) => new ChannelException(ChannelFailure.Unreachable, $"{name}: the mail server {host} cannot take it now ({said}).", problem),
            (SmtpErrorCode.RecipientNotAccepted, _) => new ChannelException(ChannelFailure.Closed, $"{name}: the mail server {host} does not know the address ({said}).", problem),
            (SmtpErrorCode.SenderNotAccepted, _) => new ChannelException(ChannelFailure.Closed, $"{name}: the mail server {host} does not let us send ({said}). Mend PageWatch:Mail:From.", problem),
            _ => new ChannelException(ChannelFailure.Refused, $"{name}: the mail server {host} refused the mail ({said}).", problem),
        };
    }

    private static SecureSocketOptions OptionsOf(MailTls tls) => tls switch
    {
        MailTls.Implicit => SecureSocketOptions.SslOnConnect,
        MailTls.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private static string Word(string text) => CleanText.Line(text, LongestWord);
}
