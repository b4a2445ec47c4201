using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Tests.Mail;
using PageWatch.Channels.Tests.Webhook;
using PageWatch.Channels.Webhook;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Testing;
using PageWatch.Testing.Snapshots;
using PageWatch.Testing.Stages;

namespace PageWatch.Channels.Tests.Cards;

/// <summary>The real cards of the real stages, as a receiver of webhooks gets them and as a mailbox shows them; each snapshot was read by a person.</summary>
public sealed class OutsideCardTests
{
    public static TheoryData<string> Cards() => [.. NudgeCards.All.Concat(NoticeCards.All).Select(card => card.Name)];

    [Theory, MemberData(nameof(Cards))]
    public async Task Card_reads_as_a_person_accepted_it(string name)
    {
        var wanted = NudgeCards.All.Concat(NoticeCards.All).Single(each => each.Name == name);
        await using var stage = await Stage.OpenAsync();
        var card = await wanted.Make(stage);
        var delivery = stage.Channel.Messages.Values.Where(each => each.Card.Title == card.Title || each.Nudge is null == wanted.Key.StartsWith("notice", StringComparison.Ordinal)).MaxBy(each => each.Version)! with
        {
            Card = card, Secret = new Secret(HookReceiver.Secret),
        };

        using var receiver = new HookReceiver();
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(stage.Time);
        collection.AddWebhookChannel(_ => receiver);
        await using (var services = collection.BuildServiceProvider())
        {
            await services.GetRequiredService<IChannelSender>().DeliverAsync(
                delivery with { Channel = new StaffChannel(new ChannelId(7), TeamId.Default, ChannelKind.Webhook, "crm", "https://crm.example/hook") }, CancellationToken.None);
        }

        receiver.Wrong.ShouldBeEmpty();
        Verified.Json(JsonNode.Parse(receiver.Calls.ShouldHaveSingleItem().Body)!, File(name, "json"));

        await using var server = new MailServer();
        await using (var services = MailAtHand.Services(server.Port))
        {
            await services.GetRequiredService<IChannelSender>().DeliverAsync(
                delivery with { Channel = new StaffChannel(new ChannelId(7), TeamId.Default, ChannelKind.Mail, "care", "care@contoso.example") }, CancellationToken.None);
        }

        var mail = server.Taken.ShouldHaveSingleItem().Mail;
        Verified.Text(string.Create(CultureInfo.InvariantCulture, $"Subject: {mail.Subject}\n\n{mail.TextBody}\n---- HTML\n{mail.HtmlBody}"), File(name, "txt"));
    }

    private static string File(string name, string kind) => Path.Combine(ProjectFolder.Of<OutsideCardTests>(), "Cards", "outside", $"{name}.verified.{kind}");
}
