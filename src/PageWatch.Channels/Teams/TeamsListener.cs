using System.Text.Json;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>Works off what <see cref="TeamsDoor"/> kept: what people say, what they put on cards, and where the bot comes and goes.</summary>
internal sealed partial class TeamsListener(IChatDesk desk, TeamsConnector connector, TeamsPlaces places, TeamsPosted posted, TeamsPresses presses, TeamsRoster roster, FurtherCards furtherCards, ILogger<TeamsListener> logger) : IChatListener
{
    /// <summary>A line of a command, or a note; what is longer was pasted by mistake.</summary>
    private const int LongestLine = 20_000;

    public ChannelKind Chat => ChannelKind.Teams;

    public static TeamsInterest InterestIn(TeamsActivity activity) => activity.Type switch
    {
        "message" => IsFromAPerson(activity) ? TeamsInterest.Words : TeamsInterest.None,
        // An edit makes another text of a note; a command that was edited is not run twice.
        "messageUpdate" => IsFromAPerson(activity) && IsReplyInAThread(activity) && activity.EventType == "editMessage" ? TeamsInterest.Words : TeamsInterest.None,
        "messageReaction" => IsFromAPerson(activity) && activity.ReactionsAdded.Any(IsEyes) && activity.ReplyTo.Length > 0 ? TeamsInterest.Words : TeamsInterest.None,
        "installationUpdate" => activity.Action switch
        {
            "add" => TeamsInterest.Place,
            "remove" => TeamsInterest.Departure,
            // A new version of the app: the bot stays where it is.
            _ => TeamsInterest.None,
        },
        "conversationUpdate" => activity switch
        {
            { EventType: "channelDeleted" or "teamDeleted" or "teamHardDeleted" } => TeamsInterest.Departure,
            { EventType: "channelRenamed" or "teamRenamed" or "channelRestored" or "teamRestored" } => TeamsInterest.Place,
            _ when activity.MembersRemoved.Any(member => member.Id == activity.Recipient.Id) => TeamsInterest.Departure,
            _ when activity.MembersAdded.Any(member => member.Id == activity.Recipient.Id) => TeamsInterest.Place,
            _ => TeamsInterest.None,
        },
        _ => TeamsInterest.None,
    };

    /// <summary>Tells where its place is reached: nothing does that for a channel that was deleted.</summary>
    public static bool IsOfAPlace(TeamsActivity activity) => activity.Type is "message" or "messageUpdate" or "messageReaction" or "installationUpdate" or "conversationUpdate";

    public async ValueTask HearAsync(ReadOnlyMemory<byte> body, DateTimeOffset keptAt, CancellationToken cancellationToken)
    {
        if (TeamsActivity.Read(body) is not { } activity || TeamsPlaces.PlaceOf(activity) is not { } place)
        {
            Log.NotRead(logger);
            return;
        }

        switch (activity.Type, InterestIn(activity))
        {
            case ("message", TeamsInterest.Words):
                await MessageAsync(activity, place, cancellationToken);
                break;
            case ("messageUpdate", TeamsInterest.Words):
                await EditAsync(activity, place, cancellationToken);
                break;
            case ("messageReaction", TeamsInterest.Words):
                await TellAloneAsync(activity, await desk.LookAsync(await roster.PersonAsync(activity, activity.From, cancellationToken), place, TeamsMessage.Of(activity.Conversation, activity.ReplyTo), cancellationToken), cancellationToken);
                break;
            case (_, TeamsInterest.Place or TeamsInterest.Departure):
                await PlaceAsync(activity, place, cancellationToken);
                break;
        }
    }

    private async ValueTask MessageAsync(TeamsActivity activity, ChatPlace place, CancellationToken cancellationToken)
    {
        if (activity.Value.ValueKind == JsonValueKind.Object && activity.Text.Length == 0)
        {
            await SubmitAsync(activity, cancellationToken);
            return;
        }

        var text = TeamsText.Read(activity);
        if (!text.MentionsBot && !place.IsPrivate)
        {
            // Where the bot may read along it hears what is not meant for it, too.
            if (IsReplyInAThread(activity))
                await NoteAsync(activity, place, text, cancellationToken);
            return;
        }

        var mentioned = new Dictionary<string, ChatPerson>(StringComparer.Ordinal);
        foreach (var who in text.Pieces.Select(piece => piece.Who).OfType<TeamsMember>())
        {
            if (!mentioned.ContainsKey(who.Id))
                mentioned.Add(who.Id, await roster.PersonAsync(activity, who, cancellationToken));
        }

        var line = text.Line(piece => mentioned[piece.Who!.Value.Id].Mention);
        var by = await roster.PersonAsync(activity, activity.From, cancellationToken);
        var answer = await desk.SayAsync(by, place, line.Length <= LongestLine ? line : line[..LongestLine], [.. mentioned.Values], cancellationToken);
        await SayAsync(activity, activity.ThreadConversation, answer, cancellationToken);
    }

    private async ValueTask EditAsync(TeamsActivity activity, ChatPlace place, CancellationToken cancellationToken)
    {
        var text = TeamsText.Read(activity);
        if (!text.MentionsBot)
            await NoteAsync(activity, place, text, cancellationToken);
    }

    private async ValueTask NoteAsync(TeamsActivity activity, ChatPlace place, TeamsText text, CancellationToken cancellationToken)
    {
        var note = CleanText.Of(text.Line(piece => "@" + piece.Text), LongestLine);
        if (note.Length == 0)
            return;
        var by = await roster.PersonAsync(activity, activity.From, cancellationToken);
        var answer = await desk.NoteAsync(by, place, TeamsMessage.Of(activity.Conversation, activity.ThreadRoot), $"{activity.Conversation}|{activity.ActivityId}", note, cancellationToken);
        await TellAloneAsync(activity, answer, cancellationToken);
    }

    /// <summary>A client that knows no Execute. It cannot be answered in the card's place: what is for the presser alone goes to his own chat with the bot.</summary>
    private async ValueTask SubmitAsync(TeamsActivity activity, CancellationToken cancellationToken)
    {
        if (TeamsClicks.OfSubmit(activity.Value) is not { } pressed)
        {
            Log.NotAPress(logger, activity.ActivityId);
            return;
        }

        var outcome = await presses.PressAsync(activity, pressed, cancellationToken);
        await TellAloneAsync(activity, outcome?.Answer switch
        {
            // A nudge's card is updated for all; what was asked for has no card to show it.
            ClickAnswer.Done done when pressed.Click.Nudge is null => new ChatAnswer(done.Card),
            ClickAnswer.Private alone => new ChatAnswer(alone.Card),
            ClickAnswer.Refused { Current: { } current } refused => new ChatAnswer(TeamsPresses.With(refused.Why, current), IsRefused: true),
            ClickAnswer.Refused refused => new ChatAnswer(new Card(refused.Why, Tone.Soon, [], []) { Fallback = CleanText.Line(refused.Why, 300) }, IsRefused: true),
            _ => null,
        }, cancellationToken);
    }

    private async ValueTask PlaceAsync(TeamsActivity activity, ChatPlace place, CancellationToken cancellationToken)
    {
        // By whom it was done is told; who it was that Teams itself acts for is nobody.
        ChatPerson? by = IsFromAPerson(activity) ? await roster.PersonAsync(activity, activity.From, cancellationToken) : null;
        switch (activity.EventType)
        {
            case "channelRenamed" or "channelRestored" or "channelDeleted" when activity.Channel.Length > 0:
                if (activity.EventType == "channelDeleted")
                    await LeaveAsync([await OfAsync(activity, activity.Channel, cancellationToken)], by, cancellationToken);
                else
                    await ArriveAsync(activity, activity.Channel, activity.EventType == "channelRenamed" ? PlaceChange.Renamed : PlaceChange.Joined, by, cancellationToken);
                break;
            // Names of channels stand for themselves; only the general one is called by its team.
            case "teamRenamed" when activity.Team.Length > 0:
                await ArriveAsync(activity, activity.Team, PlaceChange.Renamed, by, cancellationToken);
                break;
            case "teamRestored":
                foreach (var each in await places.OfTeamAsync(activity.Tenant, activity.Team, cancellationToken))
                    await ArriveAsync(activity, each.Conversation, PlaceChange.Joined, by, cancellationToken);
                break;
            default:
                if (InterestIn(activity) == TeamsInterest.Departure)
                {
                    var gone = await places.OfTeamAsync(activity.Tenant, activity.Team, cancellationToken);
                    await LeaveAsync(gone.Count > 0 ? [.. gone] : [await OfAsync(activity, activity.Conversation, cancellationToken)], by, cancellationToken);
                }
                else
                {
                    await ArriveAsync(activity, activity.Selected.Length > 0 ? activity.Selected : place.IsPrivate || activity.Channel.Length == 0 ? activity.Conversation : activity.Channel, PlaceChange.Joined, by, cancellationToken);
                }

                break;
        }
    }

    private async ValueTask ArriveAsync(TeamsActivity activity, string conversation, PlaceChange change, ChatPerson? by, CancellationToken cancellationToken)
    {
        if (await places.LearnAsync(activity, TeamsActivity.Split(conversation).Conversation, cancellationToken) is not { } place)
            return;
        var answer = await desk.PlaceChangedAsync(PlaceOf(place, activity.IsPersonal), change, by, cancellationToken);
        if (answer is not null)
            await SayAsync(activity, place.Conversation, answer, cancellationToken);
    }

    private async ValueTask LeaveAsync(IReadOnlyList<TeamsPlace?> left, ChatPerson? by, CancellationToken cancellationToken)
    {
        foreach (var place in left.OfType<TeamsPlace>())
        {
            if (!place.IsGone)
                await places.KeepAsync(place with { IsGone = true }, cancellationToken);
            // What there is to say cannot be said there any more.
            await desk.PlaceChangedAsync(PlaceOf(place, place.Team.Length == 0 && place.Conversation.StartsWith("a:", StringComparison.Ordinal)), PlaceChange.Left, by, cancellationToken);
        }
    }

    private async ValueTask<TeamsPlace?> OfAsync(TeamsActivity activity, string conversation, CancellationToken cancellationToken) =>
        TeamsPlaces.AddressOf(activity.Tenant, conversation) is { } address ? await places.FindAsync(address, cancellationToken) : null;

    private static ChatPlace PlaceOf(TeamsPlace place, bool isPrivate) => new(ChannelKind.Teams, place.Address, place.Name) { IsPrivate = isPrivate };

    private async ValueTask SayAsync(TeamsActivity activity, string conversation, ChatAnswer answer, CancellationToken cancellationToken)
    {
        var post = await connector.PostAsync(new Uri(activity.ServiceUrl), conversation, TeamsMessages.OfCard(answer.Card, null), "The answer", cancellationToken);
        if (post.Failure is { } failure)
            throw failure;
        var (place, id) = (TeamsActivity.Split(conversation).Conversation, post.Id!);
        posted.Shows(place, id, answer.Card, null);
        _ = furtherCards.BeginAsync(answer, async card =>
        {
            // Of one that somebody deleted meanwhile nothing is said.
            if (await connector.PutAsync(new Uri(activity.ServiceUrl), place, id, TeamsMessages.OfCard(card, null), "The answer", CancellationToken.None))
                posted.Shows(place, id, card, null);
        });
    }

    /// <summary>Teams shows nothing to one person alone in a channel; what is meant for one goes to his own chat with the bot.</summary>
    private async ValueTask TellAloneAsync(TeamsActivity activity, ChatAnswer? answer, CancellationToken cancellationToken)
    {
        if (answer is null)
            return;
        if (activity.IsPersonal)
        {
            await SayAsync(activity, activity.Conversation, answer, cancellationToken);
            return;
        }

        try
        {
            var request = TeamsMessages.OfPersonalChat(activity.Recipient.Id, activity.From.Id.Length > 0 ? activity.From.Id : activity.From.EntraId, activity.Tenant);
            await SayAsync(activity, await connector.OpenPersonalAsync(new Uri(activity.ServiceUrl), request, "The personal chat", cancellationToken), answer, cancellationToken);
        }
        // He has not the app for himself, or blocked it. Told to all it would not be for one alone.
        catch (ChannelException problem) when (problem.Failure is ChannelFailure.Closed or ChannelFailure.Refused)
        {
            Log.NotTold(logger, activity.ActivityId, problem);
        }
    }

    /// <summary>👀, as Teams and its emulator call it. https://learn.microsoft.com/javascript/api/teams-sdk-typescript/@microsoft/teams.api/messagereactiontype</summary>
    private static bool IsEyes(string reaction) => reaction is "1f440_eyes" or "1f440" or "eyes" or "👀";

    private static bool IsFromAPerson(TeamsActivity activity) =>
        activity.From.User.Length > 0 && !activity.From.Id.StartsWith("28:", StringComparison.Ordinal) && activity.From.Id != activity.Recipient.Id;

    /// <summary>Not the message that a thread hangs on: that one carries its own id.</summary>
    private static bool IsReplyInAThread(TeamsActivity activity) => activity.ThreadRoot.Length > 0 && activity.ThreadRoot != activity.ActivityId;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "What was kept of Teams is no activity of a place.")]
        public static partial void NotRead(ILogger logger);

        [LoggerMessage(2, LogLevel.Information, "The press {Activity} cannot be read.")]
        public static partial void NotAPress(ILogger logger, string activity);

        [LoggerMessage(3, LogLevel.Information, "The answer to {Activity} is for one person alone, and he has no chat with the bot.")]
        public static partial void NotTold(ILogger logger, string activity, Exception problem);
    }
}
