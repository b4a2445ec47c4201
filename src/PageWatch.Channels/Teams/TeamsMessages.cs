using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>Writes what is sent to Teams, and what is answered.</summary>
internal static class TeamsMessages
{
    private const int LongestTitle = 100;

    private static readonly JsonWriterOptions Plainly = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message with a card and nothing else: Teams would make two of text and card, and the id that comes back is not good for updates then.</summary>
    public static byte[] OfCard(Card card, NudgeId? about) => Write(json =>
    {
        json.WriteString("type", "message");
        // What a notification says; without it, it says "sent a card".
        json.WriteString("summary", ShownText.Line(card.Fallback));
        json.WriteStartArray("attachments");
        json.WriteStartObject();
        json.WriteString("contentType", TeamsCardJson.ContentType);
        json.WritePropertyName("content");
        json.WriteRawValue(TeamsCardJson.Write(card, about));
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <summary>Asks for the chat between the bot and one person.</summary>
    public static byte[] OfPersonalChat(string bot, string user, string tenant) => Write(json =>
    {
        json.WriteStartObject("bot");
        json.WriteString("id", bot);
        json.WriteEndObject();
        json.WriteStartArray("members");
        json.WriteStartObject();
        json.WriteString("id", user);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("tenantId", tenant);
        json.WriteBoolean("isGroup", false);
        json.WriteStartObject("channelData");
        json.WriteStartObject("tenant");
        json.WriteString("id", tenant);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Puts a card into the place of the one that was pressed, for the presser alone.</summary>
    public static DoorAnswer AnswerCard(Card card, NudgeId? about, CardAction? way) => Answer(200, TeamsCardJson.ContentType, json => json.WriteRawValue(TeamsCardJson.Write(card, about, way)));

    /// <summary>Says something to the presser alone; the card stays.</summary>
    public static DoorAnswer AnswerText(string text) => Answer(200, "application/vnd.microsoft.activity.message", json => json.WriteStringValue(ShownText.Line(text)));

    public static DoorAnswer AnswerError(string code, string message) => Answer(400, "application/vnd.microsoft.error", json =>
    {
        json.WriteStartObject();
        json.WriteString("code", code);
        json.WriteString("message", message);
        json.WriteEndObject();
    });

    /// <summary>Opens a window, or puts a card into the one that is open. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots</summary>
    public static DoorAnswer Window(Card card, NudgeId? about, Click opener) => Task(json =>
    {
        json.WriteString("type", "continue");
        json.WriteStartObject("value");
        json.WriteString("title", CleanText.Cut(ShownText.Line(card.Title), LongestTitle));
        json.WriteString("height", card.Parts.Any(part => part is CardPart.TextBox) ? "medium" : "large");
        json.WriteString("width", "medium");
        json.WriteStartObject("card");
        json.WriteString("contentType", TeamsCardJson.ContentType);
        json.WritePropertyName("content");
        json.WriteRawValue(TeamsCardJson.WriteInWindow(card, about, opener));
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Says something in a window's place.</summary>
    public static DoorAnswer WindowText(string text) => Task(json =>
    {
        json.WriteString("type", "message");
        json.WriteString("value", ShownText.Line(text));
    });

    private static DoorAnswer Task(Action<Utf8JsonWriter> task) => DoorAnswer.Json(200, Write(json =>
    {
        json.WriteStartObject("task");
        task(json);
        json.WriteEndObject();
    }));

    /// <summary>HTTP says 200 whenever we dealt with it; what became of it stands within. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards</summary>
    private static DoorAnswer Answer(int statusCode, string type, Action<Utf8JsonWriter> value) => DoorAnswer.Json(200, Write(json =>
    {
        json.WriteNumber("statusCode", statusCode);
        json.WriteString("type", type);
        json.WritePropertyName("value");
        value(json);
    }));

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(bytes, Plainly))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
