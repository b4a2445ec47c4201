using PageWatch.Domain.Channels;
using PageWatch.Domain.Commands;
using PageWatch.Pipeline.Cards;
using PageWatch.Pipeline.Drafts;

namespace PageWatch.Pipeline.Commands;

/// <summary>What the commands of the playbook show alike.</summary>
internal static class PlaybookCards
{
    /// <summary>A chat cuts what is longer, and what is cut must not be copied.</summary>
    private const int LongestPiece = 2_400;
    private const int LongestShown = 7_200;

    public static CommandAnswer FileLeads(PlaybookFile file) => Answer.No(Say.It(CommandWording.PlaybookFileLeads, file.Name));

    public static CommandAnswer Refused(IReadOnlyList<PlaybookProblem> problems, Func<int, string> place) =>
        Answer.No(problems.Count == 1 ? CommandWording.PlaybookRefusedOne : Say.It(CommandWording.PlaybookRefusedSome, problems.Count), Problems(problems, place));

    public static CardPart Problems(IReadOnlyList<PlaybookProblem> problems, Func<int, string> place) =>
        new CardPart.Facts([.. problems.Select(problem => Answer.Fact(place(problem.Line), new Span.Outside($"{problem.What} {problem.Mend}")))]);

    public static string Line(int line) => Say.It(CommandWording.PlaybookLine, line);

    /// <returns>The text to be copied, in pieces that every chat shows whole; null when it is too long for that.</returns>
    public static IReadOnlyList<CardPart>? ToCopy(string label, string text)
    {
        if (text.Length > LongestShown)
            return null;
        var pieces = new List<string>();
        foreach (var line in text.Trim('\n').Split('\n'))
        {
            if (pieces.Count > 0 && pieces[^1].Length + 1 + line.Length <= LongestPiece)
                pieces[^1] += "\n" + line;
            else
                pieces.Add(line);
        }

        return [.. pieces.Select((piece, i) => new CardPart.Reply(piece, pieces.Count == 1 ? "" : Say.It(CommandWording.PlaybookPiece, i + 1, pieces.Count), label))];
    }
}
