using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>What Teams sends, read loosely: what is missing or of another type is empty, what is unknown is left alone. All of it may be forged until its token is checked.</summary>
/// <remarks>https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object</remarks>
internal sealed class TeamsActivity
{
    /// <summary>Deeper than Teams nests; a body that goes deeper is no activity.</summary>
    private const int Deepest = 32;

    private const int LongestId = 500;
    private const int LongestName = 200;
    private const string Thread = ";messageid=";

    private readonly JsonElement root;

    private TeamsActivity(JsonElement root)
    {
        this.root = root;
        Type = Id(root, "type");
        Name = Id(root, "name");
        ActivityId = Id(root, "id");
        ReplyTo = Id(root, "replyToId");
        ServiceUrl = Id(root, "serviceUrl");
        Action = Id(root, "action");
        Text = Long(root, "text");
        From = Member(root, "from");
        Recipient = Member(root, "recipient");
        var conversation = Part(root, "conversation");
        var channelData = Part(root, "channelData");
        (Conversation, ThreadRoot) = Split(Id(conversation, "id"));
        ConversationType = Id(conversation, "conversationType");
        // In channels the channel's data is the authority; elsewhere the conversation's own word is the only one.
        var tenant = Id(Part(channelData, "tenant"), "id");
        Tenant = tenant.Length > 0 ? tenant : Id(conversation, "tenantId");
        OtherTenant = tenant.Length > 0 ? Id(conversation, "tenantId") : "";
        EventType = Id(channelData, "eventType");
        var team = Part(channelData, "team");
        Team = Id(team, "id");
        TeamName = Clean(team, "name");
        var channel = Part(channelData, "channel");
        Channel = Id(channel, "id");
        ChannelName = Clean(channel, "name");
        Selected = Id(Part(Part(channelData, "settings"), "selectedChannel"), "id");
        ConversationName = Clean(conversation, "name");
    }

    public string Type { get; }

    /// <summary>Of an invoke.</summary>
    public string Name { get; }

    public string ActivityId { get; }

    public string ReplyTo { get; }

    public string ServiceUrl { get; }

    /// <summary>Of installationUpdate: add, remove.</summary>
    public string Action { get; }

    public string Text { get; }

    public TeamsMember From { get; }

    public TeamsMember Recipient { get; }

    /// <summary>Without the thread.</summary>
    public string Conversation { get; }

    /// <summary>The message that the thread hangs on; empty outside of threads.</summary>
    public string ThreadRoot { get; }

    public string ConversationType { get; }

    public string Tenant { get; }

    /// <summary>A second word on the tenant where there are two; must be the same.</summary>
    public string OtherTenant { get; }

    public string EventType { get; }

    public string Team { get; }

    public string TeamName { get; }

    public string Channel { get; }

    public string ChannelName { get; }

    /// <summary>The channel that was chosen when the app was added to a team.</summary>
    public string Selected { get; }

    public string ConversationName { get; }

    /// <summary>Where to answer: into the thread, where there is one.</summary>
    public string ThreadConversation => ThreadRoot.Length == 0 ? Conversation : Conversation + Thread + ThreadRoot;

    public bool IsPersonal => ConversationType == "personal" || (ConversationType.Length == 0 && Conversation.StartsWith("a:", StringComparison.Ordinal));

    /// <summary>Of Action.Submit and invokes; undefined where there is none.</summary>
    public JsonElement Value => Part(root, "value");

    public IEnumerable<JsonElement> Entities => List("entities");

    public IEnumerable<string> ReactionsAdded => List("reactionsAdded").Select(each => Id(each, "type"));

    public IEnumerable<TeamsMember> MembersAdded => List("membersAdded").Select(TeamsMember.Read);

    public IEnumerable<TeamsMember> MembersRemoved => List("membersRemoved").Select(TeamsMember.Read);

    /// <summary>The conversation without its thread, and the message that the thread hangs on.</summary>
    public static (string Conversation, string Root) Split(string id)
    {
        var at = id.IndexOf(Thread, StringComparison.Ordinal);
        return at < 0 ? (id, "") : (id[..at], id[(at + Thread.Length)..]);
    }

    /// <returns>Null when it is no activity: no JSON, no UTF-8, no object, or nested too deep.</returns>
    public static TeamsActivity? Read(ReadOnlyMemory<byte> body)
    {
        // Checked at once: a parser looks at the bytes of a text only when the text is asked for.
        if (!Utf8.IsValid(body.Span))
            return null;
        try
        {
            using var json = JsonDocument.Parse(body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body, new JsonDocumentOptions { MaxDepth = Deepest });
            return json.RootElement.ValueKind == JsonValueKind.Object ? new TeamsActivity(json.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement Part(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var part) ? part : default;

    /// <summary>A text or a number as a text; empty for what is too long to be an id.</summary>
    public static string Id(JsonElement element, string name)
    {
        var text = Long(element, name);
        return text.Length <= LongestId ? text : "";
    }

    public static string Long(JsonElement element, string name)
    {
        var part = Part(element, name);
        try
        {
            return part.ValueKind switch
            {
                JsonValueKind.String => part.GetString() ?? "",
                JsonValueKind.Number => part.GetRawText(),
                _ => "",
            };
        }
        // Half a surrogate pair, written as an escape, is no text.
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private static string Clean(JsonElement element, string name) => CleanText.Line(Long(element, name), LongestName);

    private static TeamsMember Member(JsonElement element, string name) => TeamsMember.Read(Part(element, name));

    private IEnumerable<JsonElement> List(string name)
    {
        var list = Part(root, name);
        // More than this no message of a person holds.
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Take(100) : [];
    }
}

/// <param name="Id">For this bot only: <c>29:…</c> for people, <c>28:…</c> for bots.</param>
/// <param name="EntraId">The key that stays; may be empty.</param>
internal readonly record struct TeamsMember(string Id, string EntraId, string Name)
{
    /// <summary>The key to store.</summary>
    public string User => EntraId.Length > 0 ? EntraId : Id;

    public static TeamsMember Read(JsonElement element)
    {
        var entra = TeamsActivity.Id(element, "aadObjectId");
        return new TeamsMember(TeamsActivity.Id(element, "id"), entra.Length > 0 ? entra : TeamsActivity.Id(element, "objectId"), CleanText.Line(TeamsActivity.Long(element, "name"), 200));
    }
}

/// <summary>Where a message stands, as <see cref="MessageRef"/> holds it: conversation and activity, with a bar between.</summary>
internal static class TeamsMessage
{
    public static MessageRef Of(string conversation, string activity) => new($"{conversation}|{activity}");

    /// <returns>Null when the message stands elsewhere.</returns>
    public static string? ActivityIn(string conversation, MessageRef? message) =>
        message is not null && message.Value.Length > conversation.Length + 1 && message.Value[conversation.Length] == '|' && message.Value.StartsWith(conversation, StringComparison.Ordinal)
            ? message.Value[(conversation.Length + 1)..]
            : null;
}
