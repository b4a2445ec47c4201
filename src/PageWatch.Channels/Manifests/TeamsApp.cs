namespace PageWatch.Channels.Manifests;

/// <summary>What of a Teams app differs from one installation to the next.</summary>
/// <param name="BotId">The bot's application (client) id. The app has the same id, so that packages made anew are the same app.</param>
/// <param name="Host">Where the service is reached, as a name alone: pagewatch.example.com.</param>
/// <param name="Version">Three numbers. Teams takes an update only with a higher one.</param>
public sealed record TeamsApp(Guid BotId, string Host, string Version)
{
    /// <summary>
    /// Asks each team and chat for leave to hear what is said without a mention, so that replies under a card become private notes.
    /// The bot is then sent every message there, and whoever installs it is told so.
    /// </summary>
    public bool HearsThreads { get; init; }
}
