using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Teams;

/// <summary>Where Teams calls: checks who it is, answers presses at once, and keeps all else for <see cref="TeamsListener"/>.</summary>
internal sealed partial class TeamsDoor(
    IOptions<TeamsOptions> options,
    TeamsTokens tokens,
    TeamsHosts hosts,
    TeamsPlaces places,
    TeamsPresses presses,
    IChatIntake intake,
    TeamsMeter meter,
    TimeProvider time,
    ILogger<TeamsDoor> logger) : IChatDoor, IDisposable
{
    private const int Largest = 1_048_576;
    private const int LongestKey = 300;
    private const int Deepest = 32;

    /// <summary>Teams gives up after about 15 s, and says that the app cannot be reached: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards</summary>
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    /// <summary>Of work that outlives its request.</summary>
    private static readonly TimeSpan WorkWithin = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource end = new();

    public IReadOnlyList<string> Paths { get; } = [TeamsServices.Path];

    public void Dispose()
    {
        end.Cancel();
        end.Dispose();
    }

    public async ValueTask<DoorAnswer> AnswerAsync(DoorCall call, CancellationToken cancellationToken)
    {
        var isAnonymous = options.Value.Anonymous;
        if (string.IsNullOrWhiteSpace(options.Value.AppId) && !isAnonymous)
            return DoorAnswer.Empty(404);
        if (call.Body.Length > Largest)
            return Refuse(413, "size");
        var authorization = call.Header("authorization");
        if (!isAnonymous && authorization is null)
            return Unproved("scheme");
        if (!TryPeek(call.Body.Span, out var serviceUrl, out var channelId))
            return Refuse(400, "form");
        if (isAnonymous)
        {
            if (!call.IsFromLoopback)
                return Unproved("loopback");
            if (!hosts.TryRead(serviceUrl, out _))
                return Unproved("host");
        }
        else if (!await tokens.IsGenuineAsync(authorization, serviceUrl, channelId, cancellationToken))
        {
            return DoorAnswer.Empty(401);
        }

        if (TeamsActivity.Read(call.Body) is not { Type.Length: > 0 } activity)
            return Refuse(400, "form");
        if (!IsServed(activity))
        {
            tokens.Refuse("tenant");
            return DoorAnswer.Empty(403);
        }

        return activity.Type == "invoke" ? await InvokeAsync(activity, cancellationToken) : await HearAsync(activity, call.Body, cancellationToken);
    }

    private async ValueTask<DoorAnswer> HearAsync(TeamsActivity activity, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Without a tenant or a place nobody can be told apart from somebody elsewhere.
        if (TeamsPlaces.PlaceOf(activity) is not { } place || activity.ActivityId.Length > 500)
            return Ignore("no place");
        var interest = TeamsListener.InterestIn(activity);
        if (interest != TeamsInterest.Departure && TeamsListener.IsOfAPlace(activity))
            await places.LearnAsync(activity, null, cancellationToken);
        if (interest == TeamsInterest.None)
            return Ignore("ignored");
        var what = $"{activity.Conversation}|{activity.ActivityId}|{activity.Type}";
        // An edit has the id of its message, and some events have none: the bytes tell them apart.
        if (activity.ActivityId.Length == 0 || activity.Type == "messageUpdate")
            what += "|" + Convert.ToHexString(SHA256.HashData(body.Span).AsSpan(0, 16));
        // Two kinds of activity tell of one arrival, in either order, and a person is greeted once; in channels the desk knows what it has said.
        if (interest == TeamsInterest.Place && activity.IsPersonal)
            what = $"{activity.Conversation}|arrived";
        var lane = interest == TeamsInterest.Words ? $"{activity.Tenant}/{activity.From.User}" : place.Address;
        var isNew = await intake.KeepAsync(ChannelKind.Teams, Bounded(what), Bounded(lane), body, cancellationToken);
        meter.Activity(isNew ? "kept" : "repeated");
        return DoorAnswer.Empty(200);
    }

    private async ValueTask<DoorAnswer> InvokeAsync(TeamsActivity activity, CancellationToken cancellationToken)
    {
        var isWindow = activity.Name is "task/fetch" or "task/submit";
        if (activity.Name != "adaptiveCard/action" && !isWindow)
        {
            meter.Activity("unknown invoke");
            return DoorAnswer.Empty(501);
        }

        if ((isWindow ? TeamsClicks.OfWindow(activity.Value) : TeamsClicks.OfExecute(activity.Value)) is not { } pressed || TeamsPlaces.PlaceOf(activity) is null || activity.From.User.Length == 0)
        {
            meter.Activity("malformed press");
            Log.Malformed(logger, activity.ActivityId);
            return isWindow ? TeamsMessages.WindowText(TeamsWording.NotUnderstood) : TeamsMessages.AnswerError("BadRequest", TeamsWording.NotUnderstood);
        }

        meter.Activity("press");
        var work = CarryOutAsync(activity, pressed, isWindow);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var patience = Task.Delay(AnswerWithin, time, enough.Token);
        if (await Task.WhenAny(work, patience) == work)
        {
            await enough.CancelAsync();
            return await work;
        }

        // It is not called off: what was decided is stored, and the card shows it when it is updated.
        _ = work.ContinueWith(late => Log.Late(logger, activity.ActivityId, late.Exception), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        cancellationToken.ThrowIfCancellationRequested();
        meter.Activity("late press");
        return isWindow ? TeamsMessages.WindowText(TeamsWording.StillWorking) : TeamsMessages.AnswerText(TeamsWording.StillWorking);
    }

    private async Task<DoorAnswer> CarryOutAsync(TeamsActivity activity, Pressed pressed, bool isWindow)
    {
        using var limit = new CancellationTokenSource(WorkWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, limit.Token);
        await places.LearnAsync(activity, null, either.Token);
        var outcome = await presses.PressAsync(activity, pressed, either.Token);
        return isWindow ? await presses.WindowAsync(activity, pressed, outcome, either.Token) : outcome switch
        {
            { Answer: ClickAnswer.Done done } => TeamsMessages.AnswerCard(done.Card, outcome.About, null),
            { Answer: ClickAnswer.Private alone } => TeamsMessages.AnswerCard(alone.Card, outcome.About, outcome.Way),
            { Answer: ClickAnswer.Refused { Current: { } current } refused } => TeamsMessages.AnswerCard(TeamsPresses.With(refused.Why, current), outcome.About, null),
            { Answer: ClickAnswer.Refused refused } => TeamsMessages.AnswerText(refused.Why),
            _ => TeamsMessages.AnswerError("BadRequest", TeamsWording.NotUnderstood),
        };
    }

    /// <summary>Every tenant that the activity names must be served; the token does not say it.</summary>
    private bool IsServed(TeamsActivity activity)
    {
        var served = options.Value.Tenants;
        return served.Count == 0 || ((activity.Tenant.Length == 0 || served.Contains(activity.Tenant, StringComparer.OrdinalIgnoreCase)) && (activity.OtherTenant.Length == 0 || served.Contains(activity.OtherTenant, StringComparer.OrdinalIgnoreCase)));
    }

    /// <summary>Reads the two words that the token is compared with, and nothing else.</summary>
    /// <returns>False when it is no JSON object in UTF-8, or says one of them twice.</returns>
    private static bool TryPeek(ReadOnlySpan<byte> body, out string serviceUrl, out string channelId)
    {
        (serviceUrl, channelId) = ("", "");
        if (body.StartsWith(Encoding.UTF8.Preamble))
            body = body[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(body))
            return false;
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Deepest });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                return false;
            var (hasUrl, hasChannel) = (false, false);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("serviceUrl"))
                {
                    if (hasUrl || !json.Read() || json.TokenType != JsonTokenType.String)
                        return false;
                    (hasUrl, serviceUrl) = (true, json.GetString()!);
                }
                else if (json.ValueTextEquals("channelId"))
                {
                    if (hasChannel || !json.Read() || json.TokenType != JsonTokenType.String)
                        return false;
                    (hasChannel, channelId) = (true, json.GetString()!);
                }
                else if (!json.TrySkip())
                {
                    return false;
                }
            }

            return json.TokenType == JsonTokenType.EndObject && !json.Read();
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Bounded(string key) => key.Length <= LongestKey ? key : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private DoorAnswer Unproved(string check)
    {
        tokens.Refuse(check);
        return DoorAnswer.Empty(401);
    }

    private DoorAnswer Refuse(int status, string check)
    {
        meter.Refused(check);
        Log.Refused(logger, status, check);
        return DoorAnswer.Empty(status);
    }

    private DoorAnswer Ignore(string outcome)
    {
        meter.Activity(outcome);
        return DoorAnswer.Empty(200);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Refused a call for Teams with {Status}: its {Check} is not as it must be.")]
        public static partial void Refused(ILogger logger, int status, string check);

        [LoggerMessage(2, LogLevel.Information, "The press {Activity} cannot be read.")]
        public static partial void Malformed(ILogger logger, string activity);

        [LoggerMessage(3, LogLevel.Warning, "The press {Activity} took longer than Teams waits, and failed then.")]
        public static partial void Late(ILogger logger, string activity, Exception? problem);
    }
}
