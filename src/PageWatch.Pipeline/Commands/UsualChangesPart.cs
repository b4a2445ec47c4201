using PageWatch.Domain.Channels;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Commands;

/// <summary>Tells what staff usually change in drafts.</summary>
internal static class UsualChangesPart
{
    /// <summary>With fewer replies nothing is usual.</summary>
    private const int LeastSent = 5;

    private const int MostShown = 12;

    /// <returns>Nothing where there is nothing to tell.</returns>
    public static IReadOnlyList<CardPart> Of(IReadOnlyList<ClauseChanges> changes)
    {
        var told = changes.Where(each => each.Sent >= LeastSent).ToList();
        if (told.Count == 0)
            return [];
        return
        [
            new CardPart.Line([new Span.Strong(CommandWording.ReportChanges)]),
            .. told.Take(MostShown).Select(each => new CardPart.Line([.. Spans(each)])),
            .. told.Count > MostShown ? [Answer.Line(Say.It(CommandWording.ReportChangesMore, told.Count - MostShown))] : (CardPart[])[],
        ];
    }

    /// <returns>“straight away”, with where it stands.</returns>
    public static string Phrase(TypicalEdit edit) => edit.Place switch
    {
        EditPlace.Beginning => Say.It(CommandWording.ReportChangesBeginning, edit.Words),
        EditPlace.End => Say.It(CommandWording.ReportChangesEnd, edit.Words),
        _ => Say.It(CommandWording.ReportChangesPhrase, edit.Words),
    };

    private static IEnumerable<Span> Spans(ClauseChanges changes)
    {
        if (changes.Clause is { } clause)
            yield return new Span.Outside(clause.Title);
        else
            yield return new Span.Words(CommandWording.ReportChangesOther);
        yield return new Span.Words(Say.It(CommandWording.ReportChangesSent, changes.Language, Say.Number(changes.Sent), (int)Math.Round(100.0 * changes.Unchanged / changes.Sent)));
        foreach (var edits in changes.Edits.GroupBy(edit => edit.IsPut).OrderBy(group => group.Key))
        {
            var lead = edits.Key ? CommandWording.ReportChangesPut : CommandWording.ReportChangesTaken;
            foreach (var edit in edits)
            {
                yield return new Span.Words(lead);
                yield return new Span.Outside(Phrase(edit));
                yield return new Span.Words(Say.It(CommandWording.ReportChangesTimes, Say.Number(edit.Times)));
                lead = ", ";
            }
        }
    }
}
