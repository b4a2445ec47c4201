using System.Text.Json.Nodes;
using PageWatch.Domain.Channels;
using PageWatch.Testing.Channels;

namespace PageWatch.Channels.Tests.Slack;

/// <summary>Slack over a workspace in memory: presses come in by the door, are kept, and are worked off, as in life.</summary>
internal sealed class SlackAtHand : ChatAtHand
{
    private readonly SlackHouse house = new();

    private SlackAtHand() => Sender = new Patient(house);

    public override IChannelSender Sender { get; }

    public override StaffChannel Channel => SlackHouse.Reviews;

    public override StaffChannel Other => SlackHouse.Night;

    public override int LargestMessage => SlackCard.LargestMessage;

    public static ValueTask<ChatAtHand> OpenAsync() => ValueTask.FromResult<ChatAtHand>(new SlackAtHand());

    public override ValueTask<IReadOnlyList<ShownMessage>> ReadAsync(StaffChannel channel, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ShownMessage>>(
        [.. house.Workspace.Messages.Where(message => message.EphemeralTo is null && channel.Address == $"{SlackWorkspace.Team}/{message.Channel}").Select(SlackCard.Read)]);

    /// <summary>A press that opens a window, answered by the card.</summary>
    public override async ValueTask<ShownMessage> ShowAloneAsync(Card card, CancellationToken cancellationToken)
    {
        house.Desk.Press = _ => new ClickAnswer.Private(card);
        await house.PressAsync(house.PressIn(new MessageRef("C0REVIEWS:1.1"), "button", "edit|o|0", "12:5"));
        var (id, view) = house.Workspace.Views.Last();
        return SlackCard.Read(id, view);
    }

    public override IReadOnlyDictionary<string, string> Press(ShownButton button, string? typed)
    {
        var sent = new Dictionary<string, string>(button.Sent, StringComparer.Ordinal);
        if (typed is not null && sent.ContainsKey("typed"))
            sent["typed"] = typed;
        return sent;
    }

    public override Click? Hear(IReadOnlyDictionary<string, string> sent)
    {
        house.Desk.Presses.Clear();
        house.Desk.Press = _ => new ClickAnswer.Done(RecordingDesk.Plain("Done."));
        // The suite reads presses of every chat in one way, without waiting; nothing here leaves this process, so that nothing is waited for.
        HearAsync(sent).GetAwaiter().GetResult();
        return house.Desk.Presses.Count == 0 ? null : house.Desk.Presses.ShouldHaveSingleItem().Click;
    }

    private async Task HearAsync(IReadOnlyDictionary<string, string> sent)
    {
        var typed = sent.GetValueOrDefault("typed");
        JsonObject payload;
        if (sent.GetValueOrDefault("type") == "view_submission")
        {
            payload = house.Submission("V1", new JsonObject { ["private_metadata"] = sent.GetValueOrDefault("metadata") }, typed, hash: Guid.NewGuid().ToString());
        }
        else
        {
            var element = sent.GetValueOrDefault("element") ?? "";
            payload = typed is null
                ? house.PressIn(new MessageRef("C0REVIEWS:1.1"), element, sent.GetValueOrDefault("action_id") ?? "", sent.GetValueOrDefault("value") ?? "")
                : house.PressInView("V1", new JsonObject { ["type"] = "modal" }, element, sent.GetValueOrDefault("action_id") ?? "", sent.GetValueOrDefault("value") ?? "", typed);
            payload["type"] = sent.GetValueOrDefault("type");
            foreach (var name in (string[])["action_id", "value"])
            {
                if (!sent.ContainsKey(name))
                    payload["actions"]![0]!.AsObject().Remove(name);
            }
        }

        await house.InteractAsync(payload);
        await house.WorkAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await house.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>The relay waits as long as it is asked to; here the clock is moved instead.</summary>
    private sealed class Patient(SlackHouse house) : IChannelSender
    {
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
                catch (ChannelException wait) when (wait is { Failure: ChannelFailure.RateLimited, RetryAfter: { } after })
                {
                    house.Time.Advance(after);
                }
            }
        }
    }
}
