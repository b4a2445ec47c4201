using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Slack;

/// <summary>Where Slack calls us over HTTP: events, slash commands, presses. https://docs.slack.dev/apis/events-api/using-http-request-urls</summary>
internal sealed partial class SlackDoor(SlackReception reception, SlackMeter meter, IOptions<SlackOptions> options, TimeProvider time, ILogger<SlackDoor> logger) : IChatDoor
{
    public const string Events = "/chats/slack/events";
    public const string Commands = "/chats/slack/commands";
    public const string Interactions = "/chats/slack/interactions";

    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    /// <summary>Slack's own calls are a tenth of it; with what is put around it, a body must fit into the intake.</summary>
    private const int LargestBody = 1_000_000;

    private const int MostFields = 100;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public IReadOnlyList<string> Paths { get; } = [Events, Commands, Interactions];

    public async ValueTask<DoorAnswer> AnswerAsync(DoorCall call, CancellationToken cancellationToken)
    {
        if (!options.Value.IsOn || string.IsNullOrWhiteSpace(options.Value.SigningSecret) || !Paths.Contains(call.Path))
            return DoorAnswer.Empty(404);
        if (!SlackSignature.IsGood(call, options.Value.SigningSecret, time.GetUtcNow()))
        {
            meter.Refused.Add(1);
            Log.NotSlacks(logger, call.Path);
            return DoorAnswer.Empty(401);
        }

        if (call.Body.Length > LargestBody)
            return NotUnderstood(call);
        return call.Path switch
        {
            Events => await EventAsync(call, cancellationToken),
            Commands => Fields(call) is { } fields ? Answer(call, await reception.CommandAsync(fields, cancellationToken)) : NotUnderstood(call),
            _ => Fields(call) is { } form && SlackJson.Read(form.Text("payload")) is { } payload ? await InteractionAsync(call, payload, cancellationToken) : NotUnderstood(call),
        };
    }

    private async ValueTask<DoorAnswer> EventAsync(DoorCall call, CancellationToken cancellationToken)
    {
        if (!Is(call, Json) || SlackJson.Read(call.Body) is not { } body)
            return NotUnderstood(call);
        if (body.Text("type") != "url_verification")
            return Answer(call, await reception.EventAsync(body, cancellationToken));
        return body.Text("challenge") is { Length: > 0 } challenge ? Say(new JsonObject { ["challenge"] = challenge }) : NotUnderstood(call);
    }

    private async ValueTask<DoorAnswer> InteractionAsync(DoorCall call, JsonElement payload, CancellationToken cancellationToken)
    {
        try
        {
            return Answer(call, await reception.InteractionAsync(payload, cancellationToken));
        }
        catch (ChannelException problem)
        {
            // Who submitted a window could not be asked of Slack: the person is told that something went wrong, and still has what he typed.
            Log.NotNow(logger, problem.Failure);
            return DoorAnswer.Empty(503);
        }
    }

    private DoorAnswer Answer(DoorCall call, SlackHeard heard) => (heard.IsUnderstood, heard.Answer) switch
    {
        (false, _) => NotUnderstood(call),
        (true, { } answer) => Say(answer),
        _ => DoorAnswer.Empty(200),
    };

    private static DoorAnswer Say(JsonObject answer) => DoorAnswer.Json(200, Encoding.UTF8.GetBytes(SlackJson.Write(answer)));

    private DoorAnswer NotUnderstood(DoorCall call)
    {
        meter.Refused.Add(1);
        Log.NotToBeUnderstood(logger, call.Path, call.Body.Length);
        // Said again, it would be no better: https://docs.slack.dev/apis/events-api/#errors
        return DoorAnswer.Empty(400) with { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["x-slack-no-retry"] = "1" } };
    }

    private static bool Is(DoorCall call, string type) => call.Header("content-type") is { } given && given.Split(';')[0].Trim().Equals(type, StringComparison.OrdinalIgnoreCase);

    /// <returns>The form's fields as JSON; null when it is no form. Of a field that stands twice, the first counts.</returns>
    private static JsonElement? Fields(DoorCall call)
    {
        if (!Is(call, Form))
            return null;
        try
        {
            var fields = new JsonObject();
            foreach (var pair in Strict.GetString(call.Body.Span).Split('&', MostFields + 1).Take(MostFields))
            {
                var equals = pair.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                    fields.TryAdd(Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
            }

            return SlackJson.Read(SlackJson.Write(fields));
        }
        catch (Exception problem) when (problem is DecoderFallbackException or ArgumentException)
        {
            return null;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A call to {Path} was not Slack's: its signature is missing, wrong or too old.")]
        public static partial void NotSlacks(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Warning, "A call to {Path} of {Length} bytes is not to be understood.")]
        public static partial void NotToBeUnderstood(ILogger logger, string path, int length);

        [LoggerMessage(3, LogLevel.Warning, "A window that was submitted in Slack could not be carried out ({Failure}); the person is asked to try again.")]
        public static partial void NotNow(ILogger logger, ChannelFailure failure);
    }
}
