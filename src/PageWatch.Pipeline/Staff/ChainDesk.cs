using PageWatch.Domain.Channels;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.OnCall;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Journey;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Carries out the steps of the chain: finds who is called now, climbs at once where nobody is there, and calls them by name.</summary>
internal sealed class ChainDesk(IMembers members, IOnCall rotas)
{
    /// <summary>More at once and nobody feels meant.</summary>
    private const int MostCalled = 10;

    /// <summary>Who is called for a nudge, one after the other.</summary>
    public static async ValueTask<Chain> OfAsync(ITeamRecords teams, Nudge nudge, CancellationToken cancellationToken) =>
        NudgeOpening.ChainOf(nudge.Matches, await teams.ChainAsync(nudge.Team, cancellationToken));

    /// <summary>Adds what a step says, to whom.</summary>
    /// <param name="nudge">After the step.</param>
    /// <returns>The nudge, further up where the step reached nobody.</returns>
    public async ValueTask<Nudge> AddToAsync(
        StateChange change, ConversationFile file, Nudge nudge, ChainMove move, Chain chain, BusinessHours hours, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rota = (await rotas.OfAsync(file.Team, cancellationToken)).Rota;
        var able = await members.AbleAsync(file.Team, file.Watch.Id, Role.Responder, cancellationToken);
        var after = nudge.HoursOf(hours);
        ChainGap? gap = null;
        ChainCall call;
        while (true)
        {
            call = await WhoAsync(move.Step, rota, able, file.Team, now, cancellationToken);
            if (call.Gap is null || ChainWalk.Climb(chain, move.Place, now, after.Add) is not { } higher)
                break;
            gap ??= call.Gap;
            move = higher;
        }

        gap ??= call.Gap;
        if (gap is { } hole)
            change.Audit.Add(RecordedActs.OfGap(nudge, hole, now));
        nudge = nudge with { Escalation = move.Place };
        if (move.Step.Target is ChainTarget.Channel { Name: { } name } && !nudge.AlsoIn.Contains(name, StringComparer.OrdinalIgnoreCase))
            nudge = nudge with { AlsoIn = [.. nudge.AlsoIn, name] };
        // The card in the team's channels is the word of a first step there.
        if (call.Reason == ChainReason.Channel && gap is null && move is { IsStillNobody: false, Place: { Step: 0, Repeats: 0 } })
            return nudge;
        change.Notices.Add(new Notice(
            file.Team,
            OpenCalls.Chain(nudge.Id, move.Place),
            Say.It(Wording.ChainTitle, Say.Kind(nudge.Kind), nudge.Id, CleanText.Line(file.Watch.Page.Name, 60)),
            Text(nudge, call, gap, move, now),
            nudge.DueAt <= now || gap is not null || move.IsStillNobody ? Tone.Now : Tone.Soon,
            now)
        {
            Calls = [.. call.Members.Take(MostCalled).Select(member => member.Id)],
            Asks = [Ask(nudge, Wording.ActionClaim, StaffVerbs.Claim), Ask(nudge, Wording.ActionOpenCard, StaffVerbs.Show), Ask(nudge, Wording.Why, StaffVerbs.Why)],
            Nudge = nudge.Id,
        });
        return nudge;
    }

    private async ValueTask<ChainCall> WhoAsync(ChainStep step, Rota? rota, IReadOnlyList<Member> able, TeamId team, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (step.Target is not ChainTarget.Next)
            return ChainCalls.Who(step, rota, able, now);
        // Two nudges at once must not both call the same one: whoever was faster had the turn.
        while (true)
        {
            var last = await rotas.LastAssignedAsync(team, cancellationToken);
            var call = ChainCalls.Who(step, rota, able, now, last);
            if (call.Members is not [var next, ..] || await rotas.AssignAsync(team, last, next.Id, cancellationToken))
                return call;
        }
    }

    private static string Text(Nudge nudge, ChainCall call, ChainGap? gap, ChainMove move, DateTimeOffset now)
    {
        var waits = Say.Duration(now - nudge.Clock.PublishedAt);
        var says = move.IsStillNobody ? Say.It(Wording.ChainStillNobody, waits)
            : call.Members.Count == 0 ? Say.It(Wording.ChainChannel, waits)
            : Say.It(
                call.Reason switch
                {
                    ChainReason.OnCall => Wording.ChainOnCall,
                    ChainReason.RoundRobin => Wording.ChainNext,
                    ChainReason.Lead or ChainReason.Approver => Wording.ChainLead,
                    ChainReason.Named => Wording.ChainNamed,
                    _ => Wording.ChainEveryone,
                },
                waits);
        return gap switch
        {
            null => says,
            ChainGap.NoRota => $"{says} {Wording.ChainNoRota}",
            ChainGap.NobodyOnCall => $"{says} {Wording.ChainNobodyOnCall}",
            ChainGap.NoSuchPerson => $"{says} {Wording.ChainNoSuchPerson}",
            ChainGap.PersonAway => $"{says} {Wording.ChainPersonAway}",
            _ => $"{says} {Wording.ChainNobodyThere}",
        };
    }

    private static NoticeAsk Ask(Nudge nudge, string label, string verb) => new(label, $"{verb} {nudge.Id}");
}
