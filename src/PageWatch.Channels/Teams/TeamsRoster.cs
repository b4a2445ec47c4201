using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PageWatch.Domain.Channels;

namespace PageWatch.Channels.Teams;

/// <summary>Who somebody is in a team: name, guest or not. Asked once in hours, for Teams limits the asking.</summary>
internal sealed partial class TeamsRoster(TeamsConnector connector, TimeProvider time, ILogger<TeamsRoster> logger)
{
    private const int MostRemembered = 20_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromHours(6);

    /// <summary>When Teams did not say, it is not asked at every press.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    /// <summary>A press must not wait longer for a name.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(string Tenant, string User), Seen> seen = new();

    /// <summary>The person as the chat knows him. Where Teams does not say more, what the call itself said has to do.</summary>
    /// <remarks>Whoever is not found in the place is an outsider. Whoever could not be looked up is taken for a colleague: what he may do is decided by who he is linked to.</remarks>
    public async ValueTask<ChatPerson> PersonAsync(TeamsActivity activity, TeamsMember member, CancellationToken cancellationToken)
    {
        var at = (activity.Tenant, member.User);
        if (!seen.TryGetValue(at, out var known) || time.GetUtcNow() >= known.Until)
        {
            known = await LookAsync(activity, member, cancellationToken);
            if (seen.Count > MostRemembered)
                seen.Clear();
            seen[at] = known;
        }

        return new ChatPerson(ChannelKind.Teams, activity.Tenant, known.User.Length > 0 ? known.User : member.User, known.Name.Length > 0 ? known.Name : member.Name) { IsGuest = known.IsGuest };
    }

    private async ValueTask<Seen> LookAsync(TeamsActivity activity, TeamsMember member, CancellationToken cancellationToken)
    {
        if (member.User.Length == 0 || !Uri.TryCreate(activity.ServiceUrl, UriKind.Absolute, out var serviceUrl))
            return new Seen("", "", IsGuest: false, time.GetUtcNow() + Again);
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            var found = await connector.MemberAsync(serviceUrl, activity.Conversation, member.Id.Length > 0 ? member.Id : member.EntraId, either.Token);
            var until = time.GetUtcNow() + Fresh;
            if (found.ValueKind != JsonValueKind.Object)
                return new Seen("", "", IsGuest: !activity.IsPersonal, until);
            var who = TeamsMember.Read(found);
            var role = TeamsActivity.Id(found, "userRole");
            var isGuest = role.Equals("guest", StringComparison.OrdinalIgnoreCase) || role.Equals("anonymous", StringComparison.OrdinalIgnoreCase)
                || TeamsActivity.Id(found, "userPrincipalName").Contains("#EXT#", StringComparison.OrdinalIgnoreCase);
            // The id that was proved stays; the list only adds the one that is to be kept where the call had none.
            return new Seen(member.EntraId.Length > 0 ? member.EntraId : who.EntraId, who.Name, isGuest, until);
        }
        catch (Exception problem) when (problem is ChannelException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Log.NotSaid(logger, activity.ActivityId, problem);
            return new Seen("", "", IsGuest: false, time.GetUtcNow() + Again);
        }
    }

    private sealed record Seen(string User, string Name, bool IsGuest, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Teams did not say who is behind {Activity}.")]
        public static partial void NotSaid(ILogger logger, string activity, Exception problem);
    }
}
