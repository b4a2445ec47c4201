using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
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

/// <summary>What the commands about members have in common: who is meant, which role, on which page.</summary>
internal abstract class MemberCommand(IMembers members, IWatches watches, TimeProvider time) : ICommand
{
    public abstract CommandSpec Spec { get; }

    protected IMembers Members => members;

    public abstract ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken);

    protected static CommandArgument Person { get; } = new("person", CommandWording.ArgPerson);

    protected static CommandOption PageOption { get; } = new("page", "name", CommandWording.OptPage);

    protected AuditEntry Audit(Member by, string subject, string? after = null) => new(by.Team, time.GetUtcNow(), by.Id, by.Name, Spec.Verb, subject, null, after);

    /// <returns>Null when it is none.</returns>
    protected static Role? RoleNamed(string typed) => typed.ToLowerInvariant() switch
    {
        "viewer" => Role.Viewer,
        "responder" => Role.Responder,
        "approver" => Role.Approver,
        "admin" => Role.Admin,
        _ => null,
    };

    /// <summary>The member that a name or a mention means.</summary>
    protected async ValueTask<Member?> FindAsync(TeamId team, string typed, CancellationToken cancellationToken)
    {
        if (ChatMention.Read(typed) is not { } person)
            return await members.FindByNameAsync(team, typed.TrimStart('@'), cancellationToken) is { IsRemoved: false } known ? known : null;
        return await members.FindByChatAsync(person.Chat, person.Tenant, person.User, cancellationToken) is { } linked && linked.Team == team ? linked : null;
    }

    /// <returns>The page, or the words that say that there is none; both null where none was named.</returns>
    protected async ValueTask<(Watch? Watch, string? Problem)> PageAsync(CommandLine line, TeamId team, CancellationToken cancellationToken)
    {
        if (line.Option("page") is not { } name)
            return (null, null);
        var watch = (await watches.OfTeamAsync(team, cancellationToken)).FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return watch is null ? (null, Say.It(CommandWording.NoSuchPage, CleanText.Line(name, 40))) : (watch, null);
    }
}

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
            name = await FreeNameAsync(by.Team, name, cancellationToken);
        // On one page alone: elsewhere he may only look.
        var member = await Members.AddAsync(by.Team, name, page is null ? role : Role.Viewer, Audit(by, $"member {name}", Say.Role(role)), cancellationToken);
        if (page is not null)
            await Members.SetRoleOnAsync(member.Id, page.Id, role, Audit(by, $"member {name}", Say.It(CommandWording.TeamOnPage, Say.Role(role), page.Name)), cancellationToken);
        if (person is not null)
            await Members.LinkChatAsync(new ChatAccount(person.Chat, person.Tenant, person.User, person.Name, member.Id), Audit(by, $"member {name}", person.Chat.ToString()), cancellationToken);
        return Answer.Done(page is null ? Say.It(CommandWording.TeamAdded, name, Say.Role(role)) : Say.It(CommandWording.TeamAddedOn, name, Say.Role(role), page.Name));
    }

    /// <summary>Two people may have one name; a name in the team is one person's.</summary>
    private async ValueTask<string> FreeNameAsync(TeamId team, string name, CancellationToken cancellationToken)
    {
        var free = name;
        for (var number = 2; await Members.FindByNameAsync(team, free, cancellationToken) is not null; number++)
            free = $"{name} {number}";
        return free;
    }
}

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

/// <summary>Gives out a code that ties a chat to whoever asks. It is used in the chat itself, where the chat proves who says it.</summary>
internal sealed class LinkCommand(ChatCodes codes) : ICommand
{
    public CommandSpec Spec { get; } = new("link", CommandWording.HelpLink, Role.Viewer)
    {
        Arguments = [new CommandArgument("code", CommandWording.ArgCode, IsRequired: false)],
        Example = "link",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        if (line["code"] is { } used)
            return Answer.No(Say.It(CommandWording.LinkHere, CleanText.Line(used, 40)));
        var code = await codes.NewAsync(by, cancellationToken);
        return Answer.Done(
            Say.It(CommandWording.LinkCodeTitle, by.Name),
            new CardPart.Line([new Span.Strong(Say.It(CommandWording.LinkCode, code))]),
            new CardPart.Line([new Span.Words(Say.It(CommandWording.LinkCodeNote, Say.Duration(ChatCodes.Lives)))]) { Soft = true });
    }
}
