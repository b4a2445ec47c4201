using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Teams;

/// <summary>Teams, as far as the network goes: cards are read back from the stand-in that took them, and presses go through the door as Teams sends them.</summary>
internal sealed class TeamsAtHand : ChatAtHand
{
    private readonly TeamsHouse house = new();

    private TeamsAtHand() => Sender = new Waiting(house);

    public override IChannelSender Sender { get; }

    public override StaffChannel Channel { get; } = TeamsHouse.Channel();

    public override StaffChannel Other { get; } = TeamsHouse.Channel(TeamsHouse.Night, "#night", 8);

    /// <summary>https://learn.microsoft.com/microsoftteams/limits-specifications-teams</summary>
    public override int LargestMessage => 100 * 1024;

    public static async ValueTask<ChatAtHand> OpenAsync()
    {
        var chat = new TeamsAtHand();
        await chat.house.KnowsAsync();
        await chat.house.KnowsAsync(TeamsHouse.Night);
        chat.house.Time.Advance(TimeSpan.FromMinutes(1));
        return chat;
    }

    public override ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken)
    {
        house.Teams.Wrong.ShouldBeEmpty();
        var conversation = channel.Address[(channel.Address.IndexOf('/') + 1)..];
        return ValueTask.FromResult<IReadOnlyList<ShownMessage>>([.. house.Teams.In(conversation).Select(each => TeamsCard.Read(each.Conversation, each.Id, each.Activity, each.Raw))]);
    }

    public override async ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken)
    {
        house.Desk.Press = (_, _) => Task.FromResult<ClickAnswer>(new ClickAnswer.Private(card));
        var answer = await house.CallAsync(TeamsHouse.Invoke("edit", TeamsHouse.Data()));
        answer.Status.ShouldBe(200);
        var json = JsonNode.Parse(answer.Body.Span)!.AsObject();
        ((string)json["type"]!).ShouldBe("application/vnd.microsoft.card.adaptive");
        return TeamsCard.ReadAlone(json["value"]!.AsObject());
    }

    public override IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed)
    {
        var sent = new Dictionary<string, string>(button.Sent, StringComparer.Ordinal);
        if (typed is not null && sent.ContainsKey("input"))
            sent["input"] = JsonValue.Create(typed)!.ToJsonString();
        return sent;
    }

    public override Click? Hear(IReadOnlyDictionary<string, string> sent)
    {
        house.Desk.Pressed.Clear();
        house.Desk.Press = (_, _) => Task.FromResult<ClickAnswer>(new ClickAnswer.Done(TeamsHouse.Plain("pressed")));
        var body = TeamsHouse.Invoke("VERB", "DATA").ToJsonString()
            .Replace("\"VERB\"", Json(sent.GetValueOrDefault("verb", "null")), StringComparison.Ordinal)
            .Replace("\"DATA\"", DataOf(sent), StringComparison.Ordinal);
        // The suite reads presses of every chat in one way, without waiting; nothing here leaves this process, so that nothing is waited for.
        var answer = house.CallAsync(Encoding.UTF8.GetBytes(body), "Bearer " + house.Token()).GetAwaiter().GetResult();
        answer.Status.ShouldBeOneOf(200, 400, 413);
        return house.Desk.Pressed.Count == 0 ? null : house.Desk.Pressed.ShouldHaveSingleItem().Click;
    }

    public override async ValueTask DisposeAsync()
    {
        await house.DisposeAsync();
        await base.DisposeAsync();
    }

    private static string DataOf(IReadOnlyDictionary<string, string> sent)
    {
        var v = sent.Where(each => each.Key.StartsWith("v.", StringComparison.Ordinal)).Select(each => $"\"{each.Key[2..]}\":{Json(each.Value)}");
        return $"{{\"v\":{{{string.Join(',', v)}}}{(sent.TryGetValue("input", out var input) ? ",\"input\":" + Json(input) : "")}}}";
    }

    /// <summary>What is JSON is sent as it is, deep and odd as it may be; what is none is sent as a text.</summary>
    private static string Json(string value)
    {
        try
        {
            using var read = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 10_000 });
            return value;
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            // Half a character cannot be written in UTF-8, but as an escape.
            return value.Any(char.IsSurrogate) ? $"\"{string.Concat(value.Select(c => $"\\u{(int)c:x4}"))}\"" : JsonSerializer.Serialize(value);
        }
    }

    /// <summary>The outbox waits as long as it is told to, and tries again.</summary>
    private sealed class Waiting(TeamsHouse house) : IChannelSender
    {
        private readonly Lock turn = new();

        public ChannelKind Kind => house.Sender.Kind;

        public bool MayDouble => house.Sender.MayDouble;

        public async ValueTask<MessageRef> DeliverAsync(CardDelivery delivery, CancellationToken cancellationToken)
        {
            while (true)
            {
                try
                {
                    return await house.Sender.DeliverAsync(delivery, cancellationToken);
                }
                catch (ChannelException problem) when (problem is { Failure: ChannelFailure.RateLimited, RetryAfter: { } wait })
                {
                    lock (turn)
                        house.Time.Advance(wait);
                }
            }
        }
    }
}
