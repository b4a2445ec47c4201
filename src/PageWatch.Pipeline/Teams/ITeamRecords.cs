using PageWatch.Domain.Channels;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Teams;

namespace PageWatch.Pipeline.Teams;

/// <summary>What a team has set: its rules, its channels, its playbook, its switches. Every change is on record.</summary>
public interface ITeamRecords
{
    /// <summary>The rules in the order they were added, with what is muted; queries that were saved are parsed.</summary>
    ValueTask<RuleBook> RulesAsync(TeamId team, CancellationToken cancellationToken);

    /// <returns>The rule with its number; null when the name is taken.</returns>
    ValueTask<WatchRule?> AddRuleAsync(WatchRule rule, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Saves a changed rule over the version before it.</summary>
    /// <returns>False when somebody changed it meanwhile.</returns>
    ValueTask<bool> ChangeRuleAsync(WatchRule rule, AuditEntry audit, CancellationToken cancellationToken);

    ValueTask<bool> RemoveRuleAsync(TeamId team, RuleId rule, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The versions that the rules of that name ever had, newest first; those of a removed rule too.</summary>
    ValueTask<IReadOnlyList<RuleVersion>> RuleHistoryAsync(TeamId team, string name, int most, CancellationToken cancellationToken);

    /// <returns>The mute with its number.</returns>
    ValueTask<Mute> AddMuteAsync(Mute mute, AuditEntry audit, CancellationToken cancellationToken);

    /// <returns>False when the team has no such mute.</returns>
    ValueTask<bool> RemoveMuteAsync(TeamId team, MuteId mute, AuditEntry audit, CancellationToken cancellationToken);

    ValueTask<IReadOnlyList<StaffChannel>> ChannelsAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Adds a channel, or gives the one of that name another kind or address.</summary>
    /// <param name="audit">Kept when something changed.</param>
    ValueTask<StaffChannel> AddChannelAsync(TeamId team, ChannelKind kind, string name, string address, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Adds a channel with its secret, which is kept sealed.</summary>
    /// <param name="channel">Its number is not read.</param>
    /// <param name="secret">Null for a kind that has none.</param>
    /// <returns>The channel with its number; null when its name is taken, or another one leads to the same place.</returns>
    ValueTask<StaffChannel?> AddChannelAsync(StaffChannel channel, string? secret, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Removes a channel with what waits for it.</summary>
    /// <returns>False when the team has no such channel.</returns>
    ValueTask<bool> RemoveChannelAsync(TeamId team, ChannelId channel, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Channels of any team that lead to a place.</summary>
    ValueTask<IReadOnlyList<StaffChannel>> ChannelsAtAsync(ChannelKind kind, string address, CancellationToken cancellationToken);

    /// <summary>Gives a channel another name, in the rules that name it too.</summary>
    /// <returns>False when the name is taken, or the team has no such channel.</returns>
    ValueTask<bool> RenameChannelAsync(StaffChannel channel, string name, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Sets how many nudges a channel is told of in a day before further ones that can wait come in its digest.</summary>
    /// <param name="budget">Null for any number.</param>
    /// <returns>False when the team has no such channel.</returns>
    ValueTask<bool> SetChannelBudgetAsync(StaffChannel channel, int? budget, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Asks a channel again at once that took nothing before.</summary>
    ValueTask AskChannelAgainAsync(ChannelId channel, CancellationToken cancellationToken);

    /// <returns>Null when it has none.</returns>
    ValueTask<string?> ChannelSecretAsync(ChannelId channel, CancellationToken cancellationToken);

    /// <summary>The latest text of the team's playbook; null while it uses the one that comes with the program.</summary>
    ValueTask<(int Version, string Text)?> PlaybookAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>The latest versions of the team's playbook, newest first; empty while it uses the one that comes with the program.</summary>
    ValueTask<IReadOnlyList<PlaybookVersion>> PlaybookHistoryAsync(TeamId team, int most, CancellationToken cancellationToken);

    /// <returns>The text of an older version; null when the team has no such version.</returns>
    ValueTask<string?> PlaybookTextAsync(TeamId team, int version, CancellationToken cancellationToken);

    /// <summary>Keeps a text as the version that follows.</summary>
    /// <param name="after">The version that was changed; 0 for the one that comes with the program.</param>
    /// <returns>False when somebody changed it meanwhile.</returns>
    ValueTask<bool> AddPlaybookAsync(TeamId team, int after, string text, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Who of the team is called when nobody claims, as a chain is printed; null while it uses the usual one.</summary>
    ValueTask<string?> ChainAsync(TeamId team, CancellationToken cancellationToken);

    /// <param name="chain">Null for the usual one.</param>
    ValueTask SetChainAsync(TeamId team, string? chain, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Who paused publishing and when; null while it is on.</summary>
    ValueTask<PublishingPause?> PublishingPauseAsync(TeamId team, CancellationToken cancellationToken);

    /// <summary>Sets or lifts the pause and asks every open card of the team to be drawn again, in one transaction.</summary>
    ValueTask SetPublishingPauseAsync(TeamId team, PublishingPause? pause, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>The record of a nudge, oldest first; erased content is null.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> HistoryAsync(TeamId team, long nudge, CancellationToken cancellationToken);

    /// <summary>Walks the whole chain of the record.</summary>
    /// <returns>The number of rows, and the first row that does not fit; null when all do.</returns>
    ValueTask<(long Rows, long? BrokenAt)> VerifyRecordAsync(CancellationToken cancellationToken);
}

/// <summary>A rule as somebody left it.</summary>
public sealed record RuleVersion(WatchRule Rule, string ByName, DateTimeOffset At);

public sealed record PublishingPause(string ByName, DateTimeOffset At);

/// <summary>That a playbook was changed, by whom and when; its text is asked for by itself.</summary>
public sealed record PlaybookVersion(int Version, string ByName, DateTimeOffset At);
