using PageWatch.Domain.Channels;

namespace PageWatch.Pipeline.Commands;

/// <summary>Somebody of a chat in a command line: <c>@slack:T0STORE:U0BEN</c>, with the name behind a bar where the chat told it.</summary>
internal static class ChatMention
{
    public static string Write(ChatPerson person) => $"\"{person.Mention}|{person.Name.Replace('"', '\'')}\"";

    /// <returns>Null when it is no mention; the name is the id where none was told.</returns>
    public static ChatPerson? Read(string typed)
    {
        if (!typed.StartsWith('@'))
            return null;
        var bar = typed.IndexOf('|', StringComparison.Ordinal);
        var parts = (bar < 0 ? typed[1..] : typed[1..bar]).Split(':');
        if (parts is not [var chat, { Length: > 0 } tenant, { Length: > 0 } user] || !Enum.TryParse<ChannelKind>(chat, ignoreCase: true, out var kind) || kind is not (ChannelKind.Teams or ChannelKind.Slack))
            return null;
        var name = bar < 0 ? "" : typed[(bar + 1)..].Trim();
        return new ChatPerson(kind, tenant, user, name.Length == 0 ? user : name);
    }
}
