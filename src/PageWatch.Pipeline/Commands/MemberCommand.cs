using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Sources;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Ingest;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

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
