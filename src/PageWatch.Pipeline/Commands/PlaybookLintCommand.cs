using System.Globalization;
using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Domain.Drafts;
using PageWatch.Domain.Teams;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Checks;
using PageWatch.Pipeline.Drafts;
using PageWatch.Pipeline.Teams;

namespace PageWatch.Pipeline.Commands;

/// <summary>Says what cannot be used in a playbook, and what works and should be looked at all the same: by itself, and by what staff made of it. Changes nothing.</summary>
internal sealed class PlaybookLintCommand(ITeamRecords teams, ChangesShelf shelf, TimeProvider time) : ICommand
{
    private const int MostShown = 40;

    /// <summary>Versions that are read to see since when a clause stands; it is taken for younger where it is older than these.</summary>
    private const int MostVersions = 20;

    private const int MostNever = 8;

    public CommandSpec Spec { get; } = new("playbook lint", CommandWording.HelpPlaybookLint, Role.Viewer)
    {
        Arguments = [new CommandArgument("text", CommandWording.ArgPlaybookLint, IsRequired: false, IsRest: true)],
        Example = "playbook lint",
    };

    public async ValueTask<CommandAnswer> RunAsync(CommandLine line, Member by, CancellationToken cancellationToken)
    {
        var now = await PlaybookNow.OfAsync(teams, by.Team, cancellationToken);
        var entry = PlaybookEntry.Read(line["text"]);
        var change = entry.Text.Length == 0 ? new PlaybookChange { Text = now.Text } : entry.Over(now.Text);
        if (change.Text is not { } text)
            return Answer.No(change.Refusal!);
        var (playbook, problems) = PlaybookText.Parse(text);
        if (playbook is null)
        {
            return Answer.No(
                problems.Count == 1 ? CommandWording.PlaybookLintProblem : Say.It(CommandWording.PlaybookLintProblems, problems.Count), PlaybookCards.Problems(problems, change.Place));
        }

        var warnings = PlaybookWarnings.Of(playbook).Select(warning => Row(warning.Clause, warning.Language, warning.What)).ToList();
        var never = new List<CardPart>();
        // Of a text that nobody has answered by yet there is nothing to learn.
        if (entry.Text.Length == 0)
        {
            var lessons = await LessonsAsync(playbook, by.Team, cancellationToken);
            warnings.AddRange(lessons.Changed().Select(each => Row(each.Clause, each.Changes.Language, Lesson(each.Clause, each.Changes))));
            if (lessons.NeverChosen() is { Count: > 0 } unused)
                never.Add(Never(unused));
        }

        if (warnings.Count == 0)
            return Answer.Done(CommandWording.PlaybookLintGood, [.. never]);
        return Answer.Done(Say.It(CommandWording.PlaybookLintWarnings, warnings.Count), [
            new CardPart.Facts([.. warnings.Take(MostShown)]),
            .. warnings.Count > MostShown ? [Answer.Line(Say.It(CommandWording.PlaybookLintMore, warnings.Count - MostShown))] : (CardPart[])[],
            .. never,
        ]);
    }

    private async ValueTask<PlaybookLessons> LessonsAsync(Playbook playbook, TeamId team, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var since = now - PlaybookLessons.Period;
        var versions = new List<(DateTimeOffset At, Playbook? Playbook)>();
        var history = await teams.PlaybookHistoryAsync(team, MostVersions, cancellationToken);
        foreach (var version in history)
        {
            versions.Add((version.At, await teams.PlaybookTextAsync(team, version.Version, cancellationToken) is { } text ? PlaybookText.Parse(text).Playbook : null));
            if (version.At < since)
                break;
        }

        // What comes with the program was there from the beginning.
        if (history is [] or [.., { Version: 1 }])
            versions.Add((DateTimeOffset.MinValue, DefaultPlaybook.Playbook));
        var lessons = new PlaybookLessons(playbook, ClauseAges.Of(versions), now);
        await foreach (var outcome in shelf.SinceAsync(team, since, cancellationToken))
            lessons.Add(outcome);
        return lessons;
    }

    private static Fact Row(PlaybookClause? clause, string? language, string what) => Answer.Fact(
        clause is null ? CommandWording.PlaybookLintAll : string.Create(CultureInfo.InvariantCulture, $"§{clause.Number} {language}").TrimEnd(), new Span.Outside(what));

    private static string Lesson(PlaybookClause clause, ClauseChanges changes)
    {
        var (number, language) = (clause.Number, changes.Language);
        var mend = changes.Edits switch
        {
            [{ IsPut: false } taken, ..] => Say.It(
                IsNearlyAlways(taken) ? CommandWording.PlaybookLearnedNearlyTaken : CommandWording.PlaybookLearnedOftenTaken, UsualChangesPart.Phrase(taken), number, language),
            [var put, ..] => Say.It(IsNearlyAlways(put) ? CommandWording.PlaybookLearnedNearlyPut : CommandWording.PlaybookLearnedOftenPut, UsualChangesPart.Phrase(put), number, language),
            [] => Say.It(CommandWording.PlaybookLearnedManyWays, number, language),
        };
        return Say.It(CommandWording.PlaybookLearnedUnchanged, changes.Sent, changes.Unchanged, mend);

        bool IsNearlyAlways(TypicalEdit edit) => edit.Times * 5 >= (changes.Sent - changes.Unchanged) * 4;
    }

    private static CardPart.Line Never(IReadOnlyList<PlaybookClause> clauses) => new(
    [
        new Span.Words(CommandWording.PlaybookLearnedNever),
        new Span.Outside(string.Join(", ", clauses.Take(MostNever).Select(clause => string.Create(CultureInfo.InvariantCulture, $"§{clause.Number} “{clause.Title}”")))),
        new Span.Words((clauses.Count > MostNever ? Say.It(CommandWording.PlaybookLearnedNeverMore, clauses.Count - MostNever) : "") + CommandWording.PlaybookLearnedNeverMend),
    ])
    { Soft = true };
}
