using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

internal sealed class TeamAddCommand(IMembers members, IWatches watches, TimeProvider time) : MemberCommand(members, watches, time)
{
    public override CommandSpec Spec { get; } = new("team add", CommandWording.HelpTeamAdd, Role.Admin)
    {
        Arguments = [Person, new CommandArgument("role", CommandWording.ArgRole, IsRequired: false)],
        Options = [PageOption],
        Example = "team add Ben responder",
    };

    public override async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var typed = line["person"]!;
        if (RoleNamed(line["role"] ?? "responder") is not { } role)
            return Answer.No(Say.It(CommandWording.NoSuchRole, CleanText.Line(line["role"], 20)));
        var (page, problem) = await PageAsync(line, by.Team, cancellationToken);
        if (problem is not null)
            return Answer.No(problem);
        if (await FindAsync(by.Team, typed, cancellationToken) is { } known)
            return Answer.No(Say.It(CommandWording.TeamKnown, known.Name));
        var person = ChatMention.Read(typed);
        var name = CleanText.Line(person?.Name ?? typed.TrimStart('@'), 80);
        if (name.Length == 0)
            return Answer.No(Say.It(CommandWording.NoSuchPerson, CleanText.Line(typed, 40)));
        if (person is not null)
            name = await Names.OfMemberAsync(Members, by.Team, name, cancellationToken);
        // On one page alone: elsewhere he may only look.
        var member = await Members.AddAsync(by.Team, name, page is null ? role : Role.Viewer, Audit(by, $"member {name}", Say.Role(role)), cancellationToken);
        if (page is not null)
            await Members.SetRoleOnAsync(member.Id, page.Id, role, Audit(by, $"member {name}", Say.It(CommandWording.TeamOnPage, Say.Role(role), page.Name)), cancellationToken);
        if (person is not null)
            await Members.LinkChatAsync(new ChatAccount(person.Chat, person.Tenant, person.User, person.Name, member.Id), Audit(by, $"member {name}", person.Chat.ToString()), cancellationToken);
        return Answer.Done(page is null ? Say.It(CommandWording.TeamAdded, name, Say.Role(role)) : Say.It(CommandWording.TeamAddedOn, name, Say.Role(role), page.Name));
    }
}
