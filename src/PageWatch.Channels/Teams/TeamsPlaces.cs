using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Teams;

/// <summary>How to reach the places that the bot was in: Teams tells it with each call, and only with a call.</summary>
internal sealed class TeamsPlaces(IChatPlaces kept)
{
    private const int MostRemembered = 10_000;
    private const int LongestName = 200;

    private readonly ConcurrentDictionary<string, TeamsPlace> remembered = new(StringComparer.Ordinal);

    public static string? AddressOf(string tenant, string conversation)
    {
        var address = ChatAddress.Of(tenant, conversation);
        return ChatAddress.TryRead(address, out _, out _) ? address : null;
    }

    /// <summary>The place that an activity speaks of; null when it names none.</summary>
    public static ChatPlace? PlaceOf(TeamsActivity activity) => AddressOf(activity.Tenant, activity.Conversation) is { } address
        ? new ChatPlace(ChannelKind.Teams, address, NameOf(activity, activity.Conversation)) { IsPrivate = activity.IsPersonal }
        : null;

    /// <returns>Null for a place that was never heard of.</returns>
    public async ValueTask<TeamsPlace?> FindAsync(string address, CancellationToken cancellationToken)
    {
        if (remembered.TryGetValue(address, out var known))
            return known;
        var place = await kept.FindAsync(ChannelKind.Teams, address, cancellationToken) is { } found ? TeamsPlace.Read(found) : null;
        if (place is not null)
            Remember(place);
        return place;
    }

    /// <summary>Learns from a call where its place is reached now. Stores only what changed.</summary>
    /// <param name="conversation">Another place than the activity's own, in the same team; null for its own.</param>
    public async ValueTask<TeamsPlace?> LearnAsync(TeamsActivity activity, string? conversation, CancellationToken cancellationToken)
    {
        conversation ??= activity.Conversation;
        if (AddressOf(activity.Tenant, conversation) is not { } address || activity.ServiceUrl.Length == 0)
            return null;
        var known = await FindAsync(address, cancellationToken);
        var name = NameOf(activity, conversation);
        var place = new TeamsPlace(
            address, name.Length > 0 ? name : known?.Name ?? "", activity.ServiceUrl, Known(activity.Recipient.Id, known?.Bot), Known(activity.Team, known?.Team), IsGone: false);
        if (place != known)
            await KeepAsync(place, cancellationToken);
        return place;
    }

    public async ValueTask KeepAsync(TeamsPlace place, CancellationToken cancellationToken)
    {
        await kept.KeepAsync(place.Write(), cancellationToken);
        Remember(place);
    }

    /// <summary>Every place of a team.</summary>
    public async ValueTask<IReadOnlyList<TeamsPlace>> OfTeamAsync(string tenant, string team, CancellationToken cancellationToken) => team.Length == 0
        ? []
        : [.. (await kept.OfChatAsync(ChannelKind.Teams, cancellationToken)).Select(TeamsPlace.Read).OfType<TeamsPlace>()
            .Where(place => place.Team == team && place.Address.StartsWith(tenant + "/", StringComparison.Ordinal))];

    /// <summary>The general channel has the team's id and no name of its own.</summary>
    private static string NameOf(TeamsActivity activity, string conversation) => CleanText.Line(
        activity.IsPersonal ? activity.From.Name
        : conversation == activity.Channel && activity.ChannelName.Length > 0 ? activity.ChannelName
        : conversation == activity.Team ? activity.TeamName
        : conversation == activity.Conversation ? activity.ConversationName
        : "", LongestName);

    private static string Known(string now, string? before) => now.Length > 0 ? now : before ?? "";

    private void Remember(TeamsPlace place)
    {
        if (remembered.Count >= MostRemembered)
            remembered.Clear();
        remembered[place.Address] = place;
    }
}

/// <param name="ServiceUrl">Exactly as Teams wrote it last.</param>
/// <param name="Bot">The bot's own id there.</param>
/// <param name="Team">Empty for chats.</param>
internal sealed record TeamsPlace(string Address, string Name, string ServiceUrl, string Bot, string Team, bool IsGone)
{
    public string Tenant => Address[..Address.IndexOf('/', StringComparison.Ordinal)];

    public string Conversation => Address[(Address.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <returns>Null when what was kept cannot be read.</returns>
    public static TeamsPlace? Read(KeptPlace kept)
    {
        try
        {
            return JsonSerializer.Deserialize(kept.Reference, TeamsJson.Default.TeamsReference) is { ServiceUrl: { } serviceUrl } reference && ChatAddress.TryRead(kept.Address, out _, out _)
                ? new TeamsPlace(kept.Address, kept.Name, serviceUrl, reference.Bot ?? "", reference.Team ?? "", kept.IsGone)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public KeptPlace Write() =>
        new(ChannelKind.Teams, Address, Name, JsonSerializer.Serialize(new TeamsReference(ServiceUrl, Bot, Team), TeamsJson.Default.TeamsReference)) { IsGone = IsGone };
}

/// <summary>What is kept to reach a place.</summary>
internal sealed record TeamsReference(string? ServiceUrl, string? Bot, string? Team);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TeamsReference))]
internal sealed partial class TeamsJson : JsonSerializerContext;
