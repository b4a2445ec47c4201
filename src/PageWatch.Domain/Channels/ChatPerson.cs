namespace PageWatch.Domain.Channels;

/// <summary>Somebody in a chat, as the chat proved it: by a signature, a token or the connection itself. Who that is to us is another question.</summary>
/// <param name="Tenant">The workspace or organisation that the id belongs to; the same id in another one is another person.</param>
/// <param name="User">The id that stays: Slack's <c>U…</c>, the Entra object id in Teams.</param>
/// <param name="Name">As the chat shows it, cleaned to one line; empty when it did not say.</param>
public sealed record ChatPerson(ChannelKind Chat, string Tenant, string User, string Name)
{
    /// <summary>From outside the organisation.</summary>
    public bool IsGuest { get; init; }

    /// <summary>How a person stands in a line that was typed, in place of the chat's own mention: <c>@slack:T0STORE:U0BEN</c>. It holds no blank.</summary>
    public string Mention => $"@{Chat.ToString().ToLowerInvariant()}:{Tenant}:{User}";
}

/// <summary>Where something was said or pressed.</summary>
/// <param name="Address">As a <see cref="StaffChannel.Address"/> of this kind is written; see <see cref="ChatAddress"/>.</param>
/// <param name="Name">As people know it, "#care"; empty when the chat did not say.</param>
public sealed record ChatPlace(ChannelKind Chat, string Address, string Name)
{
    /// <summary>Between one person and the bot.</summary>
    public bool IsPrivate { get; init; }
}

/// <summary>The address of a place in a chat: tenant and place, with a slash between. Neither of them holds one.</summary>
public static class ChatAddress
{
    public static string Of(string tenant, string place) => $"{tenant}/{place}";

    /// <returns>False when it is none.</returns>
    public static bool TryRead(string address, out string tenant, out string place)
    {
        var slash = address.IndexOf('/', StringComparison.Ordinal);
        (tenant, place) = slash > 0 ? (address[..slash], address[(slash + 1)..]) : ("", "");
        return tenant.Length > 0 && place.Length > 0 && !place.Contains('/', StringComparison.Ordinal);
    }
}
