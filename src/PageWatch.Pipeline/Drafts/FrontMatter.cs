using PageWatch.Domain.Drafts;
using PageWatch.Domain.Posts;
using PageWatch.Pipeline.Playbooks;
using YamlDotNet.Core.Events;
using YamlDotNet.Core;

namespace PageWatch.Pipeline.Drafts;

/// <summary>The lines between two "---" at the head of a playbook.</summary>
internal sealed class FrontMatter
{
    private const string SignOffKey = "sign_off";
    private const string NeverSayKey = "never_say";
    private const string LinksKey = "links";
    private const string PromisesKey = "promises";
    private const string Keys = $"{SignOffKey}, {NeverSayKey}, {LinksKey}, {PromisesKey}";
    private const int LongestText = 20_000;
    private const int LongestSignOff = 100;

    /// <summary>Null for none.</summary>
    public string? SignOff { get; private set; }

    public IReadOnlyList<NeverSaid> NeverSay { get; private set; } = [];

    public IReadOnlyList<string> Links { get; private set; } = [];

    public IReadOnlyList<string> Promises { get; private set; } = [];

    /// <param name="yaml">Without the lines of dashes.</param>
    /// <param name="firstLine">The line of the playbook that it begins on, from 1.</param>
    public static FrontMatter Read(string yaml, int firstLine, List<PlaybookProblem> problems)
    {
        var settings = new FrontMatter();
        if (yaml.Length > LongestText)
        {
            problems.Add(new(firstLine, "The front matter is longer than a few pages.", "Keep only settings there, and move the text below the second '---'."));
            return settings;
        }

        try
        {
            settings.Read(new Parser(new StringReader(yaml)), firstLine, problems);
        }
        catch (YamlException broken)
        {
            problems.Add(new(firstLine + Offset(broken.Start), "The front matter cannot be read here.",
                "Write one 'key: value' a line, and put a value with ':' or '#' in quotes."));
        }

        return settings;
    }

    /// <summary>Walks the events one by one: nothing is built from the text, so no text can build something large.</summary>
    private void Read(Parser parser, int firstLine, List<PlaybookProblem> problems)
    {
        var seen = new HashSet<string>();
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
            return;
        parser.Consume<DocumentStart>();
        if (parser.TryConsume<Scalar>(out var nothing) && nothing.Value.Length == 0)
            return;
        if (!parser.TryConsume<MappingStart>(out _))
        {
            problems.Add(new(firstLine, "The front matter is no list of settings.",
                $"Write one 'key: value' a line, for example '{SignOffKey}: Ana from the Corner Shop'."));
            return;
        }

        while (!parser.Accept<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                problems.Add(NoSetting(parser, firstLine));
                return;
            }

            var line = firstLine + Offset(key.Start);
            if (!seen.Add(key.Value))
                problems.Add(new(line, $"'{CleanText.Line(key.Value, 40)}' is set twice.", "Keep one of the two lines."));
            if (!(key.Value is NeverSayKey or LinksKey or PromisesKey ? ReadList(key.Value, parser, firstLine, problems) : ReadValue(key.Value, line, parser, firstLine, problems)))
                return;
        }
    }

    /// <returns>Whether the rest can be read.</returns>
    private bool ReadValue(string key, int line, Parser parser, int firstLine, List<PlaybookProblem> problems)
    {
        if (!parser.TryConsume<Scalar>(out var value))
        {
            problems.Add(NoSetting(parser, firstLine));
            return false;
        }

        if (key == SignOffKey)
            SignOff = SignOffOf(value, line, problems);
        else
            problems.Add(new(line, $"There is no setting '{CleanText.Line(key, 40)}'.", $"The settings are {Keys}; remove the line or correct its name."));
        return true;
    }

    /// <returns>Whether the rest can be read.</returns>
    private bool ReadList(string key, Parser parser, int firstLine, List<PlaybookProblem> problems)
    {
        var entries = new List<(string Text, int Line)>();
        if (parser.TryConsume<Scalar>(out var single))
        {
            if (!IsNothing(single))
                problems.Add(new(firstLine + Offset(single.Start), $"'{key}' is a list.", "Write each on a line of its own below it, after '- '."));
            return true;
        }

        if (!parser.TryConsume<SequenceStart>(out _))
        {
            problems.Add(NoSetting(parser, firstLine));
            return false;
        }

        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var entry))
            {
                problems.Add(new(firstLine + Offset(parser.Current!.Start), $"An entry of '{key}' is no plain text.",
                    "Write one after '- ' in a line; put it in quotes where it has ':', '#', '[' or '*'."));
                return false;
            }

            entries.Add((entry.Value.Trim(), firstLine + Offset(entry.Start)));
        }

        var list = new FrontMatterList(key, problems);
        switch (key)
        {
            case NeverSayKey:
                NeverSay = list.NeverSaid(entries);
                break;
            case LinksKey:
                Links = list.Links(entries);
                break;
            default:
                Promises = list.Phrases(entries);
                break;
        }

        return true;
    }

    private static PlaybookProblem NoSetting(Parser parser, int firstLine) =>
        new(firstLine + Offset(parser.Current!.Start), "A setting is more than one line of text.", "Write one 'key: value' a line.");

    private static bool IsNothing(Scalar value) => value.Value.Length == 0 || (value.Style == ScalarStyle.Plain && value.Value is "~" or "null");

    private static string? SignOffOf(Scalar value, int line, List<PlaybookProblem> problems)
    {
        var signOff = value.Value.Trim();
        if (signOff.Length == 0 || IsNothing(value))
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
