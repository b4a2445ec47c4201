using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class TeamRemoveCommand(IMembers members, IWatches watches, TimeProvider time) : MemberCommand(members, watches, time)
{
    public override CommandSpec Spec { get; } = new("team remove", CommandWording.HelpTeamRemove, Role.Admin) { Arguments = [Person], Example = "team remove Ben" };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (await FindAsync(by.Team, line["person"]!, cancellationToken) is not { } member)
            return Answer.No(Say.It(CommandWording.NoSuchMember, CleanText.Line(ChatMention.Read(line["person"]!)?.Name ?? line["person"], 40)));
        if (member.Id == by.Id)
            return Answer.No(CommandWording.TeamSelf);
        return await Members.ChangeAsync(member with { IsRemoved = true }, Audit(by, $"member {member.Name}"), cancellationToken)
            ? Answer.Done(Say.It(CommandWording.TeamRemoved, member.Name))
            : Answer.No(Say.It(CommandWording.TeamLastAdmin, member.Name));
    }
}
