using PageWatch.Domain.Channels;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>A channel that somebody asked for, not yet added; or what is wrong with what was typed.</summary>
/// <param name="Channel">Null when there is a problem.</param>
/// <param name="Secret">Null for a kind that has none.</param>
/// <param name="Shown">The address as it may stand in a list.</param>
internal sealed record ChannelEntry(StaffChannel? Channel, string? Secret, string Shown, string? Problem)
{
    /// <param name="typed">"webhook:https://…".</param>
    /// <param name="name">Null to find one.</param>
    /// <param name="secret">Null to make one where the kind takes one.</param>
    public static ChannelEntry Read(IEnumerable<IChannelFinder> finders, IReadOnlyList<StaffChannel> known, TeamId team, string typed, string? name = null, string? secret = null)
    {
        var all = finders.ToList();
        var colon = typed.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : typed[..colon].ToLowerInvariant();
        if (all.LastOrDefault(each => each.Prefix == prefix) is not { } finder)
            return No(Say.It(CommandWording.ChannelNoKind, CleanText.Line(typed, 60), string.Join(", ", all.Select(each => $"{each.Prefix}:…"))));
        var found = finder.Find(typed[(colon + 1)..]);
        if (found.Address is not { } address)
            return No(found.Problem!);
        if (name is not null && !Names.IsGood(name.TrimStart('#')))
            return No(Say.It(CommandWording.ChannelBadName, CleanText.Line(name, 40)));
        if (secret is not null && !finder.TakesSecret)
            return No(Say.It(CommandWording.ChannelNoSecret, finder.Prefix));
        if (secret is not null && finder.ProblemWithSecret(secret) is { } problem)
            return No(problem);
        return new ChannelEntry(
            new StaffChannel(default, team, finder.Kind, name ?? Names.OfChannel(known, Names.IsGood(found.Name) ? found.Name : finder.Prefix), address),
            finder.TakesSecret ? secret ?? finder.NewSecret() : null,
            finder.Show(address),
            null);
    }

    /// <summary>Whether it is written as an address and not as a name.</summary>
    public static bool IsAddress(string typed) => typed.Contains(':', StringComparison.Ordinal);

    public static StaffChannel? Find(IReadOnlyList<StaffChannel> channels, string name) =>
        channels.FirstOrDefault(channel => channel.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? channels.FirstOrDefault(channel => channel.Name.TrimStart('#').Equals(name.Trim().TrimStart('#'), StringComparison.OrdinalIgnoreCase));

    public static async ValueTask<StaffChannel?> FindAsync(ITeamRecords teams, TeamId team, string name, CancellationToken cancellationToken) =>
        Find(await teams.ChannelsAsync(team, cancellationToken), name);

    public AuditEntry Audit(Member by, DateTimeOffset now) => new(by.Team, now, by.Id, by.Name, "channel add", $"channel {Channel!.Name}", null, $"{Channel.Kind} {Shown}");

    private static ChannelEntry No(string problem) => new(null, null, "", problem);
}
