using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>What the commands about the rota have in common: who is meant, saving over the version that was looked at, and saying loudly where nobody would be.</summary>
internal abstract class OnCallCommand(IOnCall rotas, IMembers members, TimeProvider time) : ICommand
{
    /// <summary>How far a change is looked over for holes.</summary>
    private static readonly TimeSpan LookedOver = TimeSpan.FromDays(60);

    /// <summary>What is over stays this long in the rota, so that "who was it last week" has an answer.</summary>
    private const int DaysKept = 30;

    public abstract CommandSpec Spec { get; }

    protected IOnCall Rotas => rotas;

    protected DateTimeOffset Now => time.GetUtcNow();

    public abstract ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken);

    protected static RotaPerson PersonOf(Member member) => new(member.Id, member.Name);

    /// <summary>The member that a name or a mention means.</summary>
    /// <returns>The member, or the words that say that there is none and who may be meant.</returns>
    protected async ValueTask<(Member? Member, string? Problem)> FindAsync(TeamId team, string typed, CancellationToken cancellationToken)
    {
        if (ChatMention.Read(typed) is { } person)
        {
            return await members.FindByChatAsync(person.Chat, person.Tenant, person.User, cancellationToken) is { } linked && linked.Team == team
                ? (linked, null)
                : (null, Say.It(OnCallWording.OnCallNoSuch, CleanText.Line(person.Name, 40)));
        }

        var name = CleanText.Line(typed.TrimStart('@'), 200);
        if (await members.FindByNameAsync(team, name, cancellationToken) is { IsRemoved: false } known)
            return (known, null);
        var near = ClosestName.To(name, (await members.OfTeamAsync(team, cancellationToken)).Select(member => member.Name));
        return (null, near is null ? Say.It(OnCallWording.OnCallNoSuch, CleanText.Line(name, 40)) : Say.It(OnCallWording.OnCallDidYouMean, CleanText.Line(name, 40), OnCallSay.Name(near)));
    }

    /// <summary>Whom something is said for: oneself, or for an admin anybody.</summary>
    protected async ValueTask<(Member? Member, string? Problem)> ForWhomAsync(string? typed, Member by, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return (by, null);
        var (member, problem) = await FindAsync(by.Team, typed, cancellationToken);
        return member is null || member.Id == by.Id || by.Role >= Role.Admin ? (member, problem) : (null, await AdminOnlyAsync(by.Team, cancellationToken));
    }

    protected async ValueTask<string> AdminOnlyAsync(TeamId team, CancellationToken cancellationToken)
    {
        var able = (await members.OfTeamAsync(team, cancellationToken)).Where(member => member.Role >= Role.Admin).Select(member => OnCallSay.Name(member.Name)).Take(5).ToList();
        return Say.It(OnCallWording.OnCallAdminOnly, able.Count == 0 ? "" : Say.It(CommandWording.RoleWho, string.Join(", ", able))).TrimEnd();
    }

    /// <summary>Makes a rota the version that follows, and looks over what it brings.</summary>
    /// <param name="change">In one line, for the record and the history.</param>
    /// <param name="concerned">Colleagues who have days now that they had not: they are called.</param>
    protected async ValueTask<CommandAnswer> SaveAsync(Member by, int after, Rota? rota, string change, string title, IReadOnlyList<CardPart> parts, IReadOnlyList<RotaPerson> concerned, CancellationToken cancellationToken)
    {
        var now = Now;
        rota = rota?.Tidied(rota.DateAt(now).AddDays(-DaysKept));
        if (rota is not null && rota.StandIns.Count + rota.Absences.Count > Rota.MostNotes)
            return Answer.No(Say.It(OnCallWording.OnCallFull, Rota.MostNotes));
        if (!await rotas.ChangeAsync(by.Team, after, rota, new AuditEntry(by.Team, now, by.Id, by.Name, Spec.Verb, "on-call", null, change), cancellationToken))
            return Answer.No(OnCallWording.OnCallMeanwhile);
        var others = concerned.Where(person => person.Id != by.Id).ToList();
        var accounts = others.Count == 0 ? null : (await members.ChatAccountsAsync(by.Team, cancellationToken)).ToLookup(account => account.Member);
        return Answer.Done(title,
        [
            .. rota is null ? [] : OnCallSay.Holes(rota, now, now + LookedOver),
            .. parts,
            .. accounts is null ? (CardPart[])[] : [new CardPart.Call([.. others.Select(person => new Called(person.Name, [.. accounts[person.Id]]))])],
        ]);
    }
}
