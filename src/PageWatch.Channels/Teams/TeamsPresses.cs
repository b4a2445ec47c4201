using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;

namespace PageWatch.Channels.Teams;

/// <summary>Carries out presses, whichever way a client sends them.</summary>
internal sealed partial class TeamsPresses(IChatDesk desk, TeamsConnector connector, TeamsPlaces places, TeamsPosted posted, TeamsRoster roster, TeamsMeter meter, ILogger<TeamsPresses> logger)
{
    /// <returns>Null when the activity names no place or nobody.</returns>
    public async ValueTask<PressOutcome?> PressAsync(TeamsActivity activity, Pressed pressed, CancellationToken cancellationToken)
    {
        if (TeamsPlaces.PlaceOf(activity) is not { } place || activity.From.User.Length == 0)
            return null;
        if (pressed.Click.Verb == TeamsCardJson.BackVerb)
        {
            return posted.At(activity.Conversation, activity.ReplyTo) is { } stood
                ? new PressOutcome(new ClickAnswer.Done(stood.Card), stood.About, null)
                : new PressOutcome(new ClickAnswer.Refused(TeamsWording.NotAtHand, null), null, null);
        }

        var by = await roster.PersonAsync(activity, activity.From, cancellationToken);
        var answer = await desk.PressAsync(by, place, pressed.Click, cancellationToken);
        if (pressed.About is { } about)
            await MarkTwinAsync(activity, place.Address, about, cancellationToken);
        return new PressOutcome(answer, pressed.About, WayBack(activity, pressed));
    }

    /// <summary>What a window shows of a press: another card, nothing more (it closes), or why not, and then what was typed is still in it.</summary>
    public async ValueTask<DoorAnswer> WindowAsync(TeamsActivity activity, Pressed pressed, PressOutcome? outcome, CancellationToken cancellationToken)
    {
        switch (outcome?.Answer)
        {
            case ClickAnswer.Private alone:
                return TeamsMessages.Window(alone.Card, outcome.About, pressed.Click with { Input = null });
            // The card of a nudge shows it to all; what was asked for has no card.
            case ClickAnswer.Done when pressed.Click.Nudge is not null:
                return DoorAnswer.Empty(200);
            case ClickAnswer.Done done:
                return TeamsMessages.Window(done.Card, outcome.About, pressed.Click with { Input = null });
            case ClickAnswer.Refused refused when pressed is { Click.Input: { } typed, Opener: { } opener }:
                return TeamsMessages.Window(await AgainAsync(activity, opener, refused, typed, cancellationToken), outcome.About, opener);
            case ClickAnswer.Refused refused:
                return TeamsMessages.WindowText(refused.Why);
            default:
                return TeamsMessages.WindowText(TeamsWording.NotUnderstood);
        }
    }

    /// <summary>The window as it would open now, with the reason and the text that was refused.</summary>
    private async ValueTask<Card> AgainAsync(TeamsActivity activity, Click opener, ClickAnswer.Refused refused, string typed, CancellationToken cancellationToken)
    {
        // The card may have moved on meanwhile: its own button knows its version.
        var version = refused.Current?.Actions.FirstOrDefault(action => action.Verb == opener.Verb && action.Nudge == opener.Nudge)?.Version ?? opener.Version;
        var again = TeamsPlaces.PlaceOf(activity) is { } place
            ? await desk.PressAsync(await roster.PersonAsync(activity, activity.From, cancellationToken), place, opener with { Version = version }, cancellationToken) : null;
        var why = new CardPart.Banner(refused.Why, Tone.Soon);
        return again is ClickAnswer.Private { Card: { } card } && card.Parts.Any(part => part is CardPart.TextBox)
            ? card with { Parts = [why, .. card.Parts.Select(part => part is CardPart.TextBox box ? box with { Text = typed } : part)] }
            // Nothing can be saved any more; whoever typed can still copy it.
            : new Card(TeamsWording.NotSaved, Tone.Soon, [why, new CardPart.TextBox(TeamsWording.Typed, typed, 0, "")], []) { Fallback = refused.Why };
    }

    /// <summary>The card as it is now, with the reason before all else.</summary>
    public static Card With(string why, Card current) => current with { Parts = [new CardPart.Banner(why, Tone.Soon), .. current.Parts] };

    private CardAction? WayBack(TeamsActivity activity, Pressed pressed)
    {
        // The answer to a command may have buttons of nudges, and is no nudge's card.
        var isAnAnswer = posted.At(activity.Conversation, activity.ReplyTo) is { About: null };
        if (pressed.About is { } about && !isAnAnswer)
            return new CardAction(TeamsCardJson.ShowVerb, TeamsWording.Back, about, pressed.Click.Version);
        return activity.ReplyTo.Length > 0 ? new CardAction(TeamsCardJson.BackVerb, TeamsWording.Back, null, 0) : null;
    }

    /// <summary>A press on a card that we do not know to stand there, of a nudge whose card may stand twice: this is the second one. It says so from now on.</summary>
    private async ValueTask MarkTwinAsync(TeamsActivity activity, string address, NudgeId nudge, CancellationToken cancellationToken)
    {
        if (posted.OfNudge(address, nudge) is not { MayStandTwice: true, Activity: { } known } card || activity.ReplyTo.Length == 0 || activity.ReplyTo == known
            || posted.At(activity.Conversation, activity.ReplyTo) is not null)
        {
            return;
        }

        var place = await places.FindAsync(address, cancellationToken);
        if (place is null || !Uri.TryCreate(place.ServiceUrl, UriKind.Absolute, out var serviceUrl))
            return;
        var superseded = new Card(TeamsWording.SupersededTitle, Tone.Calm, [new CardPart.Line([new Span.Words(TeamsWording.Superseded)])], []) { Fallback = TeamsWording.SupersededTitle, IsDone = true };
        try
        {
            await connector.PutAsync(serviceUrl, activity.Conversation, activity.ReplyTo, TeamsMessages.OfCard(superseded, null), place.Name, cancellationToken);
            card.MayStandTwice = false;
            meter.Superseded();
        }
        // The press was carried out; the mark is made at the next one.
        catch (ChannelException problem)
        {
            Log.NotMarked(logger, activity.ReplyTo, problem);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The second card {Activity} of a nudge could not be marked.")]
        public static partial void NotMarked(ILogger logger, string activity, Exception problem);
    }
}

/// <param name="About">The nudge of the card that was pressed.</param>
/// <param name="Way">From an answer in the card's place back to the card.</param>
internal sealed record PressOutcome(ClickAnswer Answer, NudgeId? About, CardAction? Way);
