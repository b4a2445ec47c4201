using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Shows the playbook: what there is, or the text of one clause.</summary>
internal abstract class PlaybookShownCommand(ITeamRecords teams, PlaybookFile file) : ICommand
{
    private const int LongestTitle = 80;

    public abstract CommandSpec Spec { get; }

    protected static IReadOnlyList<CommandArgument> Clause { get; } = [new("clause", CommandWording.ArgClause, IsRequired: false, IsRest: true)];

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = await PlaybookNow.OfAsync(teams, by.Team, cancellationToken);
        var (parsed, problems) = PlaybookText.Parse(now.Text);
        // What an older program took and this one does not read is not what drafts are made from.
        var playbook = parsed ?? DefaultPlaybook.Playbook;
        if (line["clause"] is not { } wanted)
            return Outline(now, playbook, problems, await teams.PlaybookHistoryAsync(by.Team, 1, cancellationToken) is [var latest, ..] ? latest : null, by.Team);
        if (Find(playbook, wanted) is not { } clause)
            return Answer.No(Say.It(CommandWording.PlaybookNoClause, CleanText.Line(wanted, 40), playbook.Clauses.Count));
        var parts = PlaybookParts.Of(parsed is null ? PlaybookText.Kept(DefaultPlaybook.Text) : now.Text);
        var named = Say.It(CommandWording.PlaybookSection, clause.Number, clause.Title);
        return PlaybookCards.ToCopy(named, parts.TextOf(parts.Sections[clause.Number - 1])) is { } shown
            ? Answer.Done(Title(now), [.. shown])
            : Answer.Done(Title(now), Answer.Line(Say.It(CommandWording.PlaybookTooLong, Say.Number(parts.Sections[clause.Number - 1].Length))));
    }

    private static string Title(PlaybookNow now) => now.Version == 0 ? CommandWording.PlaybookDefault : Say.It(CommandWording.PlaybookTitle, now.Version);

    private CommandAnswer Outline(PlaybookNow now, Playbook playbook, IReadOnlyList<PlaybookProblem> problems, PlaybookVersion? latest, TeamId team)
    {
        var parts = new List<CardPart>();
        if (file.Leads(team) && file.Problems.Count > 0)
        {
            parts.Add(new CardPart.Banner(Say.It(CommandWording.PlaybookFileHasProblems, file.Name), Tone.Soon));
            parts.Add(PlaybookCards.Problems(file.Problems, PlaybookCards.Line));
        }

        if (problems.Count > 0)
        {
            parts.Add(new CardPart.Banner(CommandWording.PlaybookUnread, Tone.Soon));
            parts.Add(PlaybookCards.Problems(problems, PlaybookCards.Line));
        }

        if (latest is not null)
            parts.Add(new CardPart.Line([new Span.Words(CommandWording.PlaybookChangedBy), new Span.Outside(latest.ByName), new Span.Words(", "), new Span.Moment(latest.At, Relative: false)]));
        parts.Add(new CardPart.Facts([Settings(playbook), .. playbook.Clauses.Select(Row)]));
        parts.Add(new CardPart.Line([new Span.Words(file.Leads(team) ? Say.It(CommandWording.PlaybookFileLeads, file.Name) : CommandWording.PlaybookHow)]) { Soft = true });
        return Answer.Done(Title(now), [.. parts]);
    }

    private static Fact Settings(Playbook playbook) => Answer.Fact(
        CommandWording.PlaybookSettings,
        playbook.SignOff is { } signOff ? new Span.Outside(signOff) : new Span.Words(CommandWording.PlaybookUnsigned),
        new Span.Words(Say.It(CommandWording.PlaybookCounts, playbook.NeverSay.Count, playbook.Links.Count, playbook.Promises.Count)));

    private static Fact Row(PlaybookClause clause)
    {
        var kind = clause.Kind == ProposalKind.Reply ? "" : $" · {clause.Kind.ToString().ToLowerInvariant()}";
        var replies = clause.Replies.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => string.Create(CultureInfo.InvariantCulture, $"{each.Key} {each.Value.Count}"));
        return Answer.Fact(
            string.Create(CultureInfo.InvariantCulture, $"§{clause.Number}"), new Span.Outside(clause.Title, IsStrong: true), new Span.Words($"{kind} · {string.Join(", ", replies)}"));
    }

    /// <summary>By number, by title, or by words that stand in one title alone.</summary>
    private static PlaybookClause? Find(Playbook playbook, string wanted)
    {
        var typed = wanted.Trim().Trim('"', '“', '”', '„').TrimStart('§').Trim();
        if (typed.Length is 0 or > LongestTitle)
            return null;
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return playbook.Clauses.FirstOrDefault(clause => clause.Number == number);
        return playbook.Clauses.FirstOrDefault(clause => clause.Title.Equals(typed, StringComparison.OrdinalIgnoreCase))
            ?? (playbook.Clauses.Where(clause => clause.Title.Contains(typed, StringComparison.OrdinalIgnoreCase)).Take(2).ToList() is [var one] ? one : null);
    }
}

internal sealed class PlaybookCommand(ITeamRecords teams, PlaybookFile file) : PlaybookShownCommand(teams, file)
{
    public override CommandSpec Spec { get; } = new("playbook", CommandWording.HelpPlaybook, Role.Viewer) { Arguments = Clause, Example = "playbook" };
}

internal sealed class PlaybookShowCommand(ITeamRecords teams, PlaybookFile file) : PlaybookShownCommand(teams, file)
{
    public override CommandSpec Spec { get; } = new("playbook show", CommandWording.HelpPlaybookShow, Role.Viewer) { Arguments = Clause, Example = "playbook show 3" };
}
