using PageWatch.Domain.Drafts;
using PageWatch.Domain.Hours;
using PageWatch.Domain.Nudges;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Rules;
using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Staff;

/// <summary>Takes a person's word for what a post is: the reading, the rules that match, the duty and the untouched draft follow at once.</summary>
internal sealed class VerdictDesk(ITeamRecords teams, IMembers members, ITeamHours hours, PlaybookShelf playbooks, IDrafter drafter, PastShelf past)
{
    private static readonly string Words = string.Join(", ", Enum.GetValues<Intent>().Select(VerdictWords.Name));

    /// <summary>Reads what was typed or pressed.</summary>
    /// <returns>The verdict, or why it is none, with the words that are.</returns>
    public static (Verdict? Verdict, string? Refused) Read(string? words)
    {
        var parse = VerdictWords.Parse(words ?? "");
        if (parse.Verdict is { } verdict)
            return (verdict, null);
        var problem = CleanText.Line(parse.Problem, 40);
        return (null, parse switch
        {
            { Beside: { } beside } => Say.It(Wording.RefusedVerdictClash, beside, problem),
            _ when problem.Length == 0 => Say.It(Wording.RefusedVerdictEmpty, Words),
            _ => Say.It(Wording.RefusedVerdict, problem, Words),
        });
    }

    /// <summary>Whether there are words to judge: the post is there, and was read as it stands.</summary>
    public static bool CanJudge(StaffWork work) =>
        work.File.Focus is { Standing: not PostStanding.Deleted } focus && work.File.Readings.TryGetValue(focus.Id, out var reading) && reading.Revision == focus.Revision;

    /// <returns>Null where there is nothing to judge.</returns>
    public async ValueTask<Judged?> JudgeAsync(StaffWork work, Verdict verdict, CancellationToken cancellationToken)
    {
        if (!CanJudge(work))
            return null;
        var focus = work.File.Focus!;
        var before = work.File.Readings[focus.Id];
        var after = verdict.On(before, work.Member.Name, Say.It(Wording.UrgentSaidBy, work.Member.Name));
        var rules = await teams.RulesAsync(work.File.Team, cancellationToken);
        var names = await members.NamesForAsync(rules, work.File.Team, cancellationToken);
        return new Judged(verdict, focus, before, after, Match(rules, names, work, focus, after), rules, names, (await hours.OfAsync(work.File.Team, cancellationToken)).Hours);
    }

    /// <summary>What happens to the nudge: advertising and insult are set aside, and so is what is said to be no complaint; anything else stays a duty, of another kind.</summary>
    public static NudgeEvent HappenedTo(StaffWork work, Judged judged)
    {
        NudgeReason? aside = judged.Verdict switch
        {
            { Intent: Intent.Spam } => NudgeReason.Spam,
            { Intent: Intent.Abuse } => NudgeReason.Abuse,
            { IsNotAComplaint: true } => NudgeReason.NotAComplaint,
            _ => null,
        };
        if (aside is { } reason && !work.Nudge.IsAtEnd)
            return new NudgeEvent.Dismissed(work.Member.Id, reason);
        var posts = work.Nudge.Posts.Select(work.File.Post).OfType<Post>()
            .Select(post => (Post: post, Reading: post.Id == judged.Post.Id ? judged.After : work.File.Readings.GetValueOrDefault(post.Id)))
            .Where(each => each.Reading is not null && each.Post.Standing != PostStanding.Deleted)
            .Select(each => (each.Post, each.Reading!, Match(judged.Rules, judged.StaffNames, work, each.Post, each.Reading!)))
            .ToList();
        var (kind, deadline, matches) = NudgeOpening.DutyOf(work.Nudge, posts, judged.Hours);
        return new NudgeEvent.Judged(work.Member.Id, kind, deadline, matches);
    }

    /// <returns>Null when there is none to make anew.</returns>
    public async ValueTask<Draft?> RedraftAsync(StaffWork work, Judged judged, CancellationToken cancellationToken)
    {
        if (work.File.Draft is not { } draft || work.Nudge.IsAtEnd)
            return null;
        var playbook = await playbooks.OfAsync(work.File.Team, cancellationToken);
        var request = new DraftRequest(judged.Post, judged.After, work.File.Watch.Page, work.File.Watch.Can, playbook)
        {
            Past = await past.SimilarAsync(judged.Post, judged.After, cancellationToken),
        };
        return DraftDesk.Reread(draft, judged.Post, drafter.Propose(request));
    }

    private static IReadOnlyList<RuleMatch> Match(RuleBook rules, IReadOnlySet<string> names, StaffWork work, Post post, Reading reading) =>
        rules.Match(
            new QuerySubject(post, reading, work.File.Watch.Name, work.File.Watch.Page.Platform)
            {
                // As it stood when the post came: what was answered since is no reason to drop the rule that asked for the answer.
                IsAnswered = false,
                StaffNames = names,
            },
            work.Now);
}

/// <summary>A verdict on the nudge's post, and what follows from it.</summary>
/// <param name="Matches">What matches the post now.</param>
/// <param name="Rules">Of the team, as they stand.</param>
/// <param name="StaffNames">Of the team, folded, where its rules ask for them.</param>
/// <param name="Hours">Of the team.</param>
internal sealed record Judged(Verdict Verdict, Post Post, Reading Before, Reading After, IReadOnlyList<RuleMatch> Matches, RuleBook Rules, IReadOnlySet<string> StaffNames, BusinessHours Hours);
