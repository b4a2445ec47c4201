using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Text;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Mail;

/// <summary>A card as a mail: plain text, and simple HTML for who prefers it.</summary>
internal static class MailMessage
{
    private const int LongestSubject = 150;

    public static MimeMessage Of(CardDelivery delivery, MailboxAddress from, MailboxAddress to, DateTimeOffset now)
    {
        var thread = ThreadOf(delivery, from);
        var mail = new MimeMessage
        {
            // One line by construction: nothing that stands on a card can begin a header of its own.
            Subject = CleanText.Line(ShownText.Line(delivery.Card.Title), LongestSubject),
            Date = now,
            MessageId = IdOf(delivery, from),
            // Nobody ever got the mail that all of a thread answer: so they are one thread, whichever of them arrives first.
            InReplyTo = thread,
        };
        mail.References.Add(thread);
        mail.From.Add(string.IsNullOrEmpty(from.Name) ? new MailboxAddress("PageWatch", from.Address) : from);
        mail.To.Add(new MailboxAddress("", to.Address));
        mail.Headers.Add("X-PageWatch-Version", delivery.Version.ToString(CultureInfo.InvariantCulture));
        // Holiday notes would come back to nobody: https://www.rfc-editor.org/rfc/rfc3834
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Body = new MultipartAlternative
        {
            new TextPart(TextFormat.Plain) { Text = MailText.Write(delivery.Card, delivery.Console) },
            new TextPart(TextFormat.Html) { Text = MailHtml.Write(delivery.Card, delivery.Console) },
        };
        return mail;
    }

    /// <summary>What all mails of one card answer.</summary>
    public static string ThreadOf(CardDelivery delivery, MailboxAddress from) => Id($"{delivery.Channel.Id}\n{delivery.Key}", from);

    /// <summary>The same for the same state, so that a mailbox knows what it has already.</summary>
    private static string IdOf(CardDelivery delivery, MailboxAddress from) =>
        Id(string.Create(CultureInfo.InvariantCulture, $"{delivery.Channel.Id}\n{delivery.Key}\n{delivery.Version}"), from);

    private static string Id(string what, MailboxAddress from) =>
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 16))}@{from.Address[(from.Address.LastIndexOf('@') + 1)..]}";
}
