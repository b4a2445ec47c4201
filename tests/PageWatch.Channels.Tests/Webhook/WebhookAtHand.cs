using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PageWatch.Channels.Webhook;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Testing.Builders;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Webhook;

/// <summary>A receiver of webhooks, read as a program would show what it got.</summary>
internal sealed class WebhookAtHand : ChatAtHand
{
    private readonly HookReceiver receiver = new();
    private readonly ServiceProvider services;

    private WebhookAtHand()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(A.Morning));
        collection.AddWebhookChannel(_ => receiver);
        services = collection.BuildServiceProvider();
        Sender = new Signing(services.GetRequiredService<IChannelSender>());
    }

    public override IChannelSender Sender { get; }

    public override StaffChannel Channel { get; } = new(new ChannelId(7), TeamId.Default, ChannelKind.Webhook, "crm", "https://crm.example/hooks/care");

    public override StaffChannel Other { get; } = new(new ChannelId(8), TeamId.Default, ChannelKind.Webhook, "night", "https://night.example/hooks/care");

    public override bool CanPress => false;

    public override int LargestMessage => 512 * 1024;

    public static ValueTask<ChatAtHand> OpenAsync() => ValueTask.FromResult<ChatAtHand>(new WebhookAtHand());

    public override ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken)
    {
        receiver.Wrong.ShouldBeEmpty();
        return ValueTask.FromResult<IReadOnlyList<ShownMessage>>([.. receiver.Cards.Where(card => card.Key.Address == channel.Address).Select(card => Read(card.Value))]);
    }

    public override ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken) => throw new InvalidOperationException("Nothing is shown to one alone.");

    public override IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed) => throw new InvalidOperationException("There is nothing to press.");

    public override Click? Hear(IReadOnlyDictionary<string, string> sent) => throw new InvalidOperationException("There is nothing to press.");

    public override async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await base.DisposeAsync();
    }

    private static ShownMessage Read(HookCall call)
    {
        var card = call.Json["card"]!;
        var lines = new List<string> { (string)card["title"]! };
        var links = new List<ShownLink>();
        var moments = new List<DateTimeOffset>();
        var strange = new List<string>();
        if (card["clock"] is { } clock)
        {
            lines.Add((string)clock["label"]!);
            if (clock["at"] is { } at)
                moments.Add((DateTimeOffset)at);
        }

        foreach (var part in card["parts"]!.AsArray())
        {
            lines.Add($"{part!["label"]} {part["author"]}");
            lines.Add($"{part["text"]}");
            lines.Add(Spans(part["spans"]));
            lines.Add($"{part["note"]}");
            Link($"{part["text"]}", part["link"]);
            lines.AddRange((part["rows"]?.AsArray() ?? []).Select(row => $"{row!["name"]} {Spans(row["value"])}"));
            lines.AddRange((part["bars"]?.AsArray() ?? []).Select(bar => (string)bar!["label"]!));
            lines.AddRange((part["people"]?.AsArray() ?? []).Select(who => $"@{who}"));
            foreach (var picture in part["pictures"]?.AsArray() ?? [])
            {
                lines.Add((string)picture!["text"]!);
                Link((string)picture["text"]!, picture["link"]);
            }
        }

        Look(call.Json);
        return new ShownMessage
        {
            Where = new MessageRef(call.Key),
            Notification = (string)call.Json["fallback"]!,
            Text = string.Join('\n', lines.Select(line => line.Trim(' ')).Where(line => line.Length > 0)),
            Links = links,
            Moments = moments,
            Buttons = [],
            Boxes = [],
            Skeleton = Skeleton(call.Json),
            Strange = strange,
            Size = call.Body.Length,
        };

        string Spans(JsonNode? spans)
        {
            var text = "";
            foreach (var span in spans?.AsArray() ?? [])
            {
                text += (string)span!["text"]!;
                Link((string)span["text"]!, span["link"]);
                if (span["at"] is { } at)
                    moments.Add((DateTimeOffset)at);
            }

            return text;
        }

        void Link(string label, JsonNode? target)
        {
            if (target is not null)
                links.Add(new ShownLink(label, (string)target!));
        }

        // A program that shows a text as it is must come to no harm by it.
        void Look(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (_, value) in members)
                        Look(value);
                    break;
                case JsonArray items:
                    foreach (var value in items)
                        Look(value);
                    break;
                case JsonValue value when value.TryGetValue<string>(out var text):
                    if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')))
                        strange.Add($"a control character in {text.Length} characters");
                    break;
            }
        }
    }

    /// <summary>Everything but the words.</summary>
    private static string Skeleton(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.Where(member => member.Key != "key").Select(member =>
            member.Key + ":" + (member.Key is "part" or "tone" or "type" or "kind" or "link" or "at" or "schema" ? member.Value?.ToJsonString() : Skeleton(member.Value)))) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Skeleton)) + "]",
        JsonValue value when value.TryGetValue<string>(out _) => "words",
        _ => node?.ToJsonString() ?? "null",
    };

    /// <summary>The relay looks the secret up; here it is always the same.</summary>
    private sealed class Signing(IChannelSender sender) : IChannelSender
    {
        public ChannelKind Kind => sender.Kind;

        public ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken) =>
            sender.DeliverAsync(delivery with { Secret = new Secret(HookReceiver.Secret) }, cancellationToken);
    }
}
