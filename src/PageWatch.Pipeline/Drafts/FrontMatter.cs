using PageWatch.Domain.Posts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The lines between two "---" at the head of a playbook.</summary>
/// <param name="SignOff">Null for none.</param>
internal sealed record FrontMatter(string? SignOff)
{
    private const string SignOffKey = "sign_off";
    private const int LongestText = 4_000;
    private const int LongestSignOff = 100;

    /// <param name="yaml">Without the lines of dashes.</param>
    /// <param name="firstLine">The line of the playbook that it begins on, from 1.</param>
    public static FrontMatter Read(string yaml, int firstLine, List<PlaybookProblem> problems)
    {
        if (yaml.Length > LongestText)
        {
            problems.Add(new(firstLine, "The front matter is longer than a page.", "Keep only settings there, and move the text below the second '---'."));
            return new FrontMatter(SignOff: null);
        }

        try
        {
            return new FrontMatter(Settings(new Parser(new StringReader(yaml)), firstLine, problems));
        }
        catch (YamlException broken)
        {
            problems.Add(new(firstLine + Offset(broken.Start), "The front matter cannot be read here.",
                "Write one 'key: value' a line, and put a value with ':' or '#' in quotes."));
            return new FrontMatter(SignOff: null);
        }
    }

    /// <summary>Walks the events one by one: nothing is built from the text, so no text can build something large.</summary>
    private static string? Settings(Parser parser, int firstLine, List<PlaybookProblem> problems)
    {
        string? signOff = null;
        var seen = new HashSet<string>();
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
            return null;
        parser.Consume<DocumentStart>();
        if (parser.TryConsume<Scalar>(out var nothing) && nothing.Value.Length == 0)
            return null;
        if (!parser.TryConsume<MappingStart>(out _))
        {
            problems.Add(new(firstLine, "The front matter is no list of settings.",
                $"Write one 'key: value' a line, for example '{SignOffKey}: Ana from the Corner Shop'."));
            return null;
        }

        while (!parser.Accept<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key) || !parser.TryConsume<Scalar>(out var value))
            {
                problems.Add(new(firstLine + Offset(parser.Current!.Start), "A setting is more than one line of text.", "Write one 'key: value' a line."));
                return null;
            }

            var line = firstLine + Offset(key.Start);
            if (!seen.Add(key.Value))
                problems.Add(new(line, $"'{CleanText.Line(key.Value, 40)}' is set twice.", "Keep one of the two lines."));
            else if (key.Value == SignOffKey)
                signOff = SignOffOf(value, line, problems);
            else
            {
                problems.Add(new(line, $"There is no setting '{CleanText.Line(key.Value, 40)}'.",
                    $"The only one is '{SignOffKey}'; remove the line or correct its name."));
            }
        }

        return signOff;
    }

    private static string? SignOffOf(Scalar value, int line, List<PlaybookProblem> problems)
    {
        var signOff = value.Value.Trim();
        if (signOff.Length == 0 || (value.Style == ScalarStyle.Plain && signOff is "~" or "null"))
            return null;
        if (CleanText.Line(signOff, LongestSignOff) != signOff)
            problems.Add(new(line, "The sign-off is longer than a line.", $"Keep it to {LongestSignOff} characters in one line."));
        if (ReplyTemplate.StrangeSlot(signOff.Replace(ReplyTemplate.Page, "", StringComparison.Ordinal)) is not null
            || ReplyTemplate.Needs(signOff, ReplyTemplate.Problem) || signOff.Contains(ReplyTemplate.Name, StringComparison.Ordinal))
            problems.Add(new(line, "The sign-off has a slot that it cannot fill.", $"It may contain {ReplyTemplate.Page} and no other braces."));
        return signOff;
    }

    private static int Offset(Mark mark) => (int)Math.Max(0, mark.Line - 1);
}
