using Microsoft.AspNetCore.Builder;

namespace PageWatch.Benchmarks.Chats;

/// <summary>A chat on this machine, with one person in it, who invites the bot and presses buttons.</summary>
internal interface IChatHere : IDisposable
{
    string Name { get; }

    /// <summary>What the service needs to speak to it.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Cards that came so far.</summary>
    IEnumerable<ChatCard> Cards { get; }

    /// <summary>Calls that were refused for the rate.</summary>
    int Refused { get; }

    void Map(WebApplication app);

    /// <summary>The bot is brought into a place.</summary>
    Task JoinAsync(Uri service, string place);

    /// <summary>Presses "Claim"; done when the service has acknowledged it.</summary>
    Task ClaimAsync(Uri service, ChatCard card);
}
