using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class TeamLinkCommand(IMembers members, IWatches watches, TimeProvider time) : MemberCommand(members, watches, time)
{
    public override CommandSpec Spec { get; } = new("team link", CommandWording.HelpTeamLink, Role.Admin)
    {
        Arguments = [new CommandArgument("member", CommandWording.ArgMember), Person],
        Example = "team link Ben @slack:T0STORE:U0BEN",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await FindAsync(by.Team, line["member"]!, cancellationToken) is not { } member)
            return Answer.No(Say.It(CommandWording.NoSuchMember, CleanText.Line(line["member"], 40)));
        if (ChatMention.Read(line["person"]!) is not { } person)
            return Answer.No(Say.It(CommandWording.TeamLinkNeedsMention, CleanText.Line(line["person"], 40)));
        // Of another team he is taken by nobody but an admin there.
        if (await Members.FindByChatAsync(person.Chat, person.Tenant, person.User, cancellationToken) is { } linked && linked.Team != by.Team)
            return Answer.No(Say.It(CommandWording.NoSuchPerson, CleanText.Line(person.Name, 40)));
        await Members.LinkChatAsync(
            new ChatAccount(person.Chat, person.Tenant, person.User, person.Name, member.Id), Audit(by, $"member {member.Name}", $"{person.Chat} {person.Name}"), cancellationToken);
        return Answer.Done(Say.It(CommandWording.TeamLinked, person.Name, person.Chat, member.Name));
    }
}
