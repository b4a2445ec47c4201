using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PageWatch.Channels.Mail;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Mail;

/// <summary>Mailboxes, read as a mail program shows them: each thread once, by its newest mail.</summary>
internal sealed class MailAtHand : ChatAtHand
{
    private static readonly string[] Elements = ["HTML", "HEAD", "META", "BODY", "DIV", "H1", "P", "BLOCKQUOTE", "BDI", "STRONG", "TIME", "A"];
    private static readonly string[] Attributes = ["style", "dir", "lang", "charset", "href", "rel", "datetime"];

    private readonly MailServer server = new();
    private readonly ServiceProvider services;

    private MailAtHand()
    {
        services = Services(server.Port);
        Sender = services.GetRequiredService<IChannelSender>();
    }

    public override IChannelSender Sender { get; }

    public override StaffChannel Channel { get; } = new(new ChannelId(7), TeamId.Default, ChannelKind.Mail, "care", "care@contoso.example");

    public override StaffChannel Other { get; } = new(new ChannelId(8), TeamId.Default, ChannelKind.Mail, "night", "night@contoso.example");

    public override bool CanPress => false;

    public override int LargestMessage => 512 * 1024;

    public static ValueTask<ChatAtHand> OpenAsync() => ValueTask.FromResult<ChatAtHand>(new MailAtHand());

    public static ServiceProvider Services(int port)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PageWatch:Mail:Host"] = "127.0.0.1", ["PageWatch:Mail:Port"] = port.ToString(CultureInfo.InvariantCulture), ["PageWatch:Mail:From"] = "Contoso care <pagewatch@contoso.example>", ["PageWatch:Mail:Tls"] = "None",
        }).Build());
        collection.AddSingleton<TimeProvider>(new FakeTimeProvider(A.Morning));
        collection.AddMailChannel();
        return collection.BuildServiceProvider();
    }

    public override ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ShownMessage>>(
    [
        .. server.Taken.Where(each => each.To == channel.Address).DistinctBy(each => each.Mail.MessageId).GroupBy(each => each.Mail.References.Single())
            .Select(thread => Read(thread.MaxBy(each => long.Parse(each.Mail.Headers["X-PageWatch-Version"] ?? "0", CultureInfo.InvariantCulture)))),
    ]);

    public override ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is shown to one alone.");

    public override IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed) => throw new InvalidOperationException("There is nothing to press.");

    public override Click? Hear(IReadOnlyDictionary<string, string> sent) => throw new InvalidOperationException("There is nothing to press.");

    public override async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await server.DisposeAsync();
        await base.DisposeAsync();
    }

    private static ShownMessage Read((string To, MimeKit.MimeMessage Mail, byte[] Bytes) taken)
    {
        var mail = taken.Mail;
        var document = new HtmlParser().ParseDocument(mail.HtmlBody ?? "");
        var body = document.Body!;
        var blocks = body.Children.ToList();
        var strange = new List<string>();
        strange.AddRange(document.All.Where(each => !Elements.Contains(each.TagName)).Select(each => $"an element {each.TagName}"));
        strange.AddRange(document.All.SelectMany(each => each.Attributes).Where(each => !Attributes.Contains(each.Name)).Select(each => $"an attribute {each.Name}"));
        strange.AddRange(document.QuerySelectorAll("a").Select(each => each.GetAttribute("href") ?? "").Where(href => !href.StartsWith("http://", StringComparison.Ordinal) && !href.StartsWith("https://", StringComparison.Ordinal)));
        // Headers are ours alone, each once.
        strange.AddRange(mail.Headers.Select(header => header.Field).Except(["From", "Date", "Subject", "Message-Id", "To", "References", "In-Reply-To", "MIME-Version", "Content-Type", "X-PageWatch-Version", "Auto-Submitted"], StringComparer.OrdinalIgnoreCase).Select(field => $"a header {field}"));
        strange.AddRange(mail.Headers.GroupBy(header => header.Field.ToLowerInvariant()).Where(same => same.Count() > 1).Select(same => $"{same.Key} twice"));
        if (mail.To.Count != 1 || mail.From.Count != 1 || mail.Subject?.Any(char.IsControl) != false)
            strange.Add("an address or subject that is not ours");
        strange.AddRange((mail.TextBody ?? "\0").Where(c => char.IsControl(c) && c is not ('\n' or '\r')).Take(1).Select(c => $"a control character {(int)c} in the plain text"));
        return new ShownMessage
        {
            Where = new MessageRef(mail.References.Single()),
            Notification = blocks[0].TextContent,
            Text = string.Join('\n', blocks.Skip(1).Select(each => each.TextContent.Trim('\n')).Where(line => line.Trim().Length > 0)),
            Links = [.. document.QuerySelectorAll("a").Select(each => new ShownLink(each.TextContent, each.GetAttribute("href")!))],
            Moments = [.. document.QuerySelectorAll("time").Select(each => DateTimeOffset.Parse(each.GetAttribute("datetime")!, CultureInfo.InvariantCulture))],
            Buttons = [],
            Boxes = [],
            Skeleton = Skeleton(body),
            Strange = strange,
            Size = taken.Bytes.Length,
        };
    }

    private static string Skeleton(INode node) => node switch
    {
        IElement element => $"<{element.TagName} {string.Join(' ', element.Attributes.Select(each => $"{each.Name}={each.Value}"))}>{string.Concat(element.ChildNodes.Select(Skeleton))}</>",
        IText => "",
        _ => node.NodeName,
    };
}
