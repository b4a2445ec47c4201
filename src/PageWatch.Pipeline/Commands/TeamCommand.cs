using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class TeamCommand(IMembers members, IWatches watches) : ICommand
{
    public CommandSpec Spec { get; } = new("team", CommandWording.HelpTeam, Role.Viewer);

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var all = await members.OfTeamAsync(by.Team, cancellationToken);
        var onPages = (await members.RolesOnPagesAsync(by.Team, cancellationToken)).ToLookup(each => each.Member);
        var chats = (await members.ChatAccountsAsync(by.Team, cancellationToken)).ToLookup(account => account.Member);
        var names = (await watches.OfTeamAsync(by.Team, cancellationToken)).ToDictionary(watch => watch.Id, watch => watch.Name);
        var facts = all.Select(member =>
        {
            var words = new List<Span> { new Span.Words(Say.Role(member.Role)) };
            foreach (var each in onPages[member.Id])
                words.Add(new Span.Words(", " + Say.It(CommandWording.TeamOnPage, Say.Role(each.Role), names.GetValueOrDefault(each.Page, "?"))));
            foreach (var account in chats[member.Id])
            {
                words.Add(new Span.Words($" · {account.Chat}: "));
                words.Add(new Span.Outside(account.Name));
            }

            return Answer.Fact(member.Name, [.. words]);
        });
        return Answer.Done(Say.It(CommandWording.TeamTitle, all.Count), new CardPart.Facts([.. facts]));
    }
}
