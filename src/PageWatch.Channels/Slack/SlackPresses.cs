using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>
/// Carries out presses and shows what came of them: to everybody by the card, to the presser by a window or a line that he alone sees.
/// https://docs.slack.dev/interactivity/handling-user-interaction
/// </summary>
internal sealed partial class SlackPresses(
    IChatDesk desk, SlackApi api, SlackPeople people, SlackSay say, SlackStandings standings, SlackMeter meter, TimeProvider time, ILogger<SlackPresses> logger)
{
    private const int Most = 5_000;

    /// <summary>A trigger lives three seconds, and the call that uses it takes its time.</summary>
    private static readonly TimeSpan TriggerLives = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(30);

    /// <summary>What a press came to: when Slack does not take the answer, the answer is said again, and the press not done again.</summary>
    private readonly SlackRecent<string, ClickAnswer> answers = new(Most, Keep, time);

    private readonly SlackRecent<string, string> windows = new(Most, Keep, time);

    /// <param name="name">Names this press for as long as it may be told again.</param>
    public async ValueTask HearAsync(JsonElement payload, string name, DateTimeOffset keptAt, CancellationToken cancellationToken)
    {
        if (SlackClicks.Read(payload) is not { } press || payload.Text("user", "id") is not { Length: > 0 } user)
        {
            meter.Ignored.Add(1);
            return;
        }

        var pressed = Pressed.Of(payload, keptAt);
        // First of all, before anything that takes time: the window.
        var window = pressed.Modal ?? (press.Opens ? await OpenFirstAsync(pressed, name, cancellationToken) : null);

        var self = await people.SelfAsync(cancellationToken);
        var by = await people.PersonAsync(user, cancellationToken);
        var place = SlackPlace.Of(self, pressed.Channel, user, NameOf(payload.Text("channel", "name")));
        if (!answers.TryGet(name, out var answer))
        {
            answer = await desk.PressAsync(by, place, press.Click, cancellationToken);
            answers.Set(name, answer);
        }

        Log.Pressed(logger, press.Click.Verb, press.Click.Nudge?.ToString() ?? "", user, answer.GetType().Name);
        var responseUrl = say.ResponseUrl(payload.Text("response_url"));
        switch (answer)
        {
            case ClickAnswer.Private shown:
                await ShowAsync(shown.Card, press.Click, pressed, window, responseUrl, user, cancellationToken);
                break;
            case ClickAnswer.Done done:
                if (window is not null)
                    await UpdateAsync(window, SlackModals.Outcome(done.Card), cancellationToken);
                if (pressed.IsHome)
                    await PublishAsync(by, cancellationToken);
                else if (pressed.Modal is null)
                    await ChangeAsync(payload, self, pressed, done.Card, responseUrl, window is not null, cancellationToken);
                break;
            case ClickAnswer.Refused refused:
                await RefuseAsync(refused, payload, self, pressed, window, responseUrl, user, cancellationToken);
                break;
        }
    }

    /// <summary>Draws a person's own page. https://docs.slack.dev/reference/methods/views.publish</summary>
    public async ValueTask PublishAsync(ChatPerson by, CancellationToken cancellationToken)
    {
        var card = await desk.HomeAsync(by, cancellationToken);
        var answer = await api.CallAsync("views.publish", [("user_id", by.User), ("view", SlackCardBlocks.Home(card))], cancellationToken);
        if (!answer.IsOk)
            throw SlackFailure.Of(answer, "Slack");
    }

    /// <returns>The window; null when it is too late for one.</returns>
    private async ValueTask<string?> OpenFirstAsync(Pressed pressed, string name, CancellationToken cancellationToken)
    {
        if (windows.TryGet(name, out var open))
            return open;
        if (await OpenAsync(pressed, SlackModals.Loading, cancellationToken) is not { } window)
            return null;
        windows.Set(name, window);
        return window;
    }

    private async ValueTask<string?> OpenAsync(Pressed pressed, string view, CancellationToken cancellationToken)
    {
        if (pressed.Trigger is not { Length: > 0 } trigger || time.GetUtcNow() - pressed.At >= TriggerLives)
            return null;
        var answer = await api.CallAsync("views.open", [("trigger_id", trigger), ("view", view)], cancellationToken);
        if (!answer.IsOk)
            Log.NoWindow(logger, answer.Error);
        return answer.IsOk ? answer.Body.Text("view", "id") : null;
    }

    private async ValueTask ShowAsync(Card card, Click click, Pressed pressed, string? window, Uri? responseUrl, string user, CancellationToken cancellationToken)
    {
        var view = SlackModals.View(card, pressed.Channel, pressed.Message);
        if (window is not null)
            await UpdateAsync(window, view, cancellationToken);
        else if (await OpenAsync(pressed, SlackJson.Write(view), cancellationToken) is null)
            await TellAsync(pressed, SlackCardBlocks.Message(WithoutBox(card, click)), responseUrl, user, cancellationToken);
    }

    private async ValueTask RefuseAsync(ClickAnswer.Refused refused, JsonElement payload, SlackSelf self, Pressed pressed, string? window, Uri? responseUrl, string user, CancellationToken cancellationToken)
    {
        if (window is not null)
            await UpdateAsync(window, SlackModals.Refusal(pressed.Title, refused.Why, refused.Current), cancellationToken);
        else if (!pressed.IsHome)
            await TellAsync(pressed, SlackCardBlocks.Words(refused.Why), responseUrl, user, cancellationToken);
        else
            await OpenAsync(pressed, SlackJson.Write(SlackModals.Refusal(null, refused.Why, refused.Current)), cancellationToken);
        if (refused.Current is { } current && !pressed.IsHome && pressed.Modal is null)
            await ChangeAsync(payload, self, pressed, current, responseUrl, isShown: true, cancellationToken);
    }

    /// <summary>https://docs.slack.dev/reference/methods/views.update</summary>
    private async ValueTask UpdateAsync(string window, JsonObject view, CancellationToken cancellationToken)
    {
        var answer = await api.CallAsync("views.update", [("view_id", window), ("view", SlackJson.Write(view))], cancellationToken);
        // Closed meanwhile: nobody wants to see it.
        if (!answer.IsOk && answer.Error != "not_found")
            throw SlackFailure.Of(answer, "Slack");
    }

    /// <summary>Everybody sees the card change at once: this way has no rate that counts, and the outbox then finds nothing left to do.</summary>
    /// <param name="isShown">The presser has seen what came of it, should the message be none of our cards.</param>
    private async ValueTask ChangeAsync(JsonElement payload, SlackSelf self, Pressed pressed, Card card, Uri? responseUrl, bool isShown, CancellationToken cancellationToken)
    {
        if (pressed.Channel is not { } channel || pressed.Message is not { } ts)
            return;
        var message = SlackCardBlocks.Message(card);
        if (pressed.IsEphemeral)
        {
            if (!isShown)
                await say.AnswerAsync(responseUrl, message, replaces: true, cancellationToken);
            return;
        }

        if ((standings.OwnerOf(channel, ts) ?? OwnerIn(payload, self, channel)) is not { } owner)
        {
            // A list or an answer: what stands in it is not this card.
            if (!isShown)
                await say.AnswerAsync(responseUrl, message, replaces: false, cancellationToken);
            return;
        }

        using var turn = await standings.TurnAsync(owner.Address, owner.Key, cancellationToken);
        var standing = standings.Find(owner.Address, owner.Key) ?? new SlackStanding(channel, ts, 0, 0, null);
        var shown = SlackStanding.ShownBy(card);
        // The outbox, or somebody else's press, was faster; or the card stands elsewhere by now.
        if (standing.Ts != ts || standing.Digest == message.Digest || (shown > 0 && standing.Shown > shown))
            return;
        var done = false;
        try
        {
            done = await say.AnswerAsync(responseUrl, message, replaces: true, cancellationToken);
        }
        catch (ChannelException)
        {
            // The outbox changes the card all the same; what stands there until then is not known.
            standings.Note(owner.Address, owner.Key, standing with { Digest = null });
        }

        if (done)
            standings.Note(owner.Address, owner.Key, standing with { Shown = shown, Digest = message.Digest });
    }

    private async ValueTask TellAsync(Pressed pressed, SlackMessage message, Uri? responseUrl, string user, CancellationToken cancellationToken)
    {
        if (!await say.AnswerAsync(responseUrl, message, replaces: false, cancellationToken) && pressed.Channel is { } channel)
            await say.WhisperAsync(channel, user, null, message, cancellationToken);
    }

    /// <summary>A box has no place in a message: the same button again opens the window, with a trigger that still lives.</summary>
    private static Card WithoutBox(Card card, Click click) => card.Parts.Any(part => part is CardPart.TextBox)
        ? card with
        {
            Parts = [.. card.Parts.Where(part => part is not CardPart.TextBox)],
            Actions = [new CardAction(click.Verb, card.Title, click.Nudge, click.Version) { Argument = click.Argument, Opens = true, Style = ActionStyle.Main }],
        }
        : card;

    /// <summary>After a restart, the message itself says whose card it is.</summary>
    private static (string Address, string Key)? OwnerIn(JsonElement payload, SlackSelf self, string channel) =>
        payload.Text("message", "metadata", "event_type") == SlackSender.EventType && payload.Text("message", "metadata", "event_payload", "key") is { Length: > 0 } key
            ? (ChatAddress.Of(self.Team, channel), key)
            : null;

    private static string NameOf(string? name) => name is null or "" or "directmessage" or "privategroup" ? "" : "#" + SlackText.Line(name);

    /// <summary>Where something was pressed.</summary>
    /// <param name="Modal">The window that the button is in; null for none.</param>
    /// <param name="Channel">Of a window: of the card that it came from.</param>
    private sealed record Pressed(string? Channel, string? Message, string? Modal, string? Trigger, string? Title, bool IsEphemeral, bool IsHome, DateTimeOffset At)
    {
        public static Pressed Of(JsonElement payload, DateTimeOffset at)
        {
            var trigger = payload.Text("trigger_id");
            if (payload.Member("view") is { } view)
            {
                var (channel, message) = SlackClicks.Origin(payload);
                var isHome = view.Text("type") == "home";
                return new Pressed(isHome ? null : channel, isHome ? null : message, isHome ? null : view.Text("id"), trigger, view.Text("title", "text"), IsEphemeral: false, isHome, at);
            }

            return new Pressed(
                payload.Text("container", "channel_id") ?? payload.Text("channel", "id"), payload.Text("container", "message_ts") ?? payload.Text("message", "ts"), null, trigger, null,
                payload.Flag("container", "is_ephemeral"), IsHome: false, at);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{User} pressed {Verb} of nudge {Nudge} in Slack: {Outcome}.")]
        public static partial void Pressed(ILogger logger, string verb, string nudge, string user, string outcome);

        [LoggerMessage(2, LogLevel.Information, "A window could not be opened in Slack ({Error}); the presser is told by a line instead.")]
        public static partial void NoWindow(ILogger logger, string error);
    }
}
