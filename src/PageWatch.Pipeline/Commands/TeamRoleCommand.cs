using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class TeamRoleCommand(IMembers members, IWatches watches, TimeProvider time) : MemberCommand(members, watches, time)
{
    public override CommandSpec Spec { get; } = new("team role", CommandWording.HelpTeamRole, Role.Admin)
    {
        Arguments = [Person, new CommandArgument("role", CommandWording.ArgRole)],
        Options = [PageOption],
        Example = "team role Ben approver",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (RoleNamed(line["role"]!) is not { } role)
            return Answer.No(Say.It(CommandWording.NoSuchRole, CleanText.Line(line["role"], 20)));
        var (page, problem) = await PageAsync(line, by.Team, cancellationToken);
        if (problem is not null)
            return Answer.No(problem);
        if (await FindAsync(by.Team, line["person"]!, cancellationToken) is not { } member)
            return Answer.No(Say.It(CommandWording.NoSuchMember, CleanText.Line(ChatMention.Read(line["person"]!)?.Name ?? line["person"], 40)));
        if (page is not null)
        {
            await Members.SetRoleOnAsync(member.Id, page.Id, role == member.Role ? null : role, Audit(by, $"member {member.Name}", Say.It(CommandWording.TeamOnPage, Say.Role(role), page.Name)), cancellationToken);
            return Answer.Done(Say.It(CommandWording.TeamAddedOn, member.Name, Say.Role(role), page.Name));
        }

        return await Members.ChangeAsync(member with { Role = role }, Audit(by, $"member {member.Name}", Say.Role(role)), cancellationToken)
            ? Answer.Done(Say.It(CommandWording.TeamRole, member.Name, Say.Role(role)))
            : Answer.No(Say.It(CommandWording.TeamLastAdmin, member.Name));
    }
}
