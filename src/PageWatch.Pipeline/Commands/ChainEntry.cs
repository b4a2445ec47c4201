using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Reads a chain as it is typed, and looks up whom it names.</summary>
internal static class ChainEntry
{
    /// <returns>The chain, or what is wrong with it and the mend.</returns>
    public static async ValueTask<(Chain? Chain, string? Problem)> ReadAsync(string typed, TeamId team, ITeamRecords teams, IMembers members, CancellationToken cancellationToken)
    {
        var parsed = ChainText.Parse(typed);
        if (parsed.Chain is not { } chain)
            return (null, parsed.Problem!.ToString());
        var unknown = ChainText.Unknown(
            chain,
            [.. (await members.OfTeamAsync(team, cancellationToken)).Select(member => member.Name)],
            [.. (await teams.ChannelsAsync(team, cancellationToken)).Select(channel => channel.Name)]);
        if (unknown is not [var first, ..])
            return (chain, null);
        var name = CleanText.Line(first.Name, 40);
        return (null, (first.Target is ChainTarget.Person, first.Closest) switch
        {
            (true, null) => Say.It(OnCallWording.OnCallNoSuch, name),
            (true, { } near) => Say.It(OnCallWording.OnCallDidYouMean, name, near),
            (false, null) => Say.It(CommandWording.NoChannel, name),
            (false, { } near) => Say.It(OnCallWording.OnCallChannelMeant, name, near),
        });
    }
}
