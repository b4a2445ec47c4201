using System.Globalization;
using System.Text;
using PageWatch.Domain.Posts;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.OnCall;

/// <summary>Reads and writes chains as people type them. Never throws: a wrong one gets a place and a mend.</summary>
public static class ChainText
{
    /// <summary>A text longer than this is refused.</summary>
    public const int Longest = 1_000;

    private const int LongestName = 80;

    private const string Example = "channel 15m > on-call 15m > lead 30m > repeat 3";

    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    /// <summary>For a chain of one step without a wait.</summary>
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(15);

    private static readonly string[] Targets = ["channel", "on-call", "next", "approver", "lead", "everyone"];

    public static ChainResult Parse(string text)
    {
        if (text.Length > Longest)
            return ChainResult.Wrong(Longest + 1, $"the chain is {text.Length:N0} characters long", $"shorten it to {Longest:N0}");
        if (Split(text, out var parts) is { } unclosed)
            return ChainResult.Wrong(unclosed, "the quote is not closed", "add a \" at the end of the name");

        int? repeats = null;
        if (parts.Count > 0 && IsRepeat(parts[^1]))
        {
            if (ReadRepeats(parts[^1], out repeats) is { } problem)
                return problem;
            if (parts.Count == 1)
                return ChainResult.Wrong(parts[0][0].Start + 1, "there is nothing to repeat", $"write the steps before it: {Example}");
            parts.RemoveAt(parts.Count - 1);
        }

        if (parts.Count == 0)
            return ChainResult.Wrong(1, "the chain is empty", $"write who hears of it, and how long before the next: {Example}");
        if (parts.Count > Chain.MostSteps)
            return ChainResult.Wrong(parts[Chain.MostSteps][0].Start + 1, $"the chain has {parts.Count} steps", $"leave {Chain.MostSteps}; \"repeat\" calls the last ones again");

        var steps = new List<ChainStep>();
        for (var i = 0; i < parts.Count; i++)
        {
            if (ReadStep(parts[i], i == parts.Count - 1, steps) is { } problem)
                return problem;
        }

        return new ChainResult(new Chain(steps, repeats ?? Chain.UsualRepeats), null);
    }

    /// <summary>Members and channels that a chain names and that there are none of.</summary>
    /// <param name="members">Names of those in the team.</param>
    /// <param name="channels">Names, with "#" or without.</param>
    public static IReadOnlyList<ChainUnknown> Unknown(Chain chain, IReadOnlyList<string> members, IReadOnlyList<string> channels)
    {
        var unknown = new List<ChainUnknown>();
        foreach (var target in chain.Steps.Select(step => step.Target))
        {
            if (target is ChainTarget.Person person && !members.Contains(person.Name, StringComparer.OrdinalIgnoreCase))
                unknown.Add(new ChainUnknown(target, person.Name, ClosestName.To(person.Name, members)));
            else if (target is ChainTarget.Channel { Name: { } name } && !channels.Any(each => each.TrimStart('#').Equals(name, StringComparison.OrdinalIgnoreCase)))
                unknown.Add(new ChainUnknown(target, name, ClosestName.To(name, channels.Select(each => each.TrimStart('#')))));
        }

        return [.. unknown.Distinct()];
    }

    internal static string Write(Chain chain)
    {
        var text = new StringBuilder();
        foreach (var step in chain.Steps)
            text.Append(Write(step.Target)).Append(' ').Append(Write(step.Wait)).Append(" > ");
        return text.Append(CultureInfo.InvariantCulture, $"repeat {chain.Repeats}").ToString();
    }

    private static string Write(ChainTarget target) => target switch
    {
        ChainTarget.Channel { Name: { } name } => "channel " + Quoted(name),
        ChainTarget.Channel => "channel",
        ChainTarget.OnCall => "on-call",
        ChainTarget.Next => "next",
        ChainTarget.Approver => "approver",
        ChainTarget.Lead => "lead",
        ChainTarget.Person person => "@" + Quoted(person.Name),
        _ => "everyone",
    };

    private static string Write(TimeSpan wait)
    {
        var minutes = (long)wait.TotalMinutes;
        return minutes % 1440 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 1440}d")
            : minutes % 60 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}h")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes}m");
    }

    private static string Quoted(string name)
    {
        if (name.Split(' ').All(word => word.Length > 0 && char.IsLetter(word[0]) && word.All(c => char.IsLetterOrDigit(c) || c is '-' or '.' or '_') && !IsThen(word)))
            return name;
        var text = new StringBuilder("\"");
        foreach (var c in name)
        {
            if (IsQuote(c) || c == '\\')
                text.Append('\\');
            text.Append(c);
        }

        return text.Append('"').ToString();
    }

    private static ChainResult? ReadStep(List<Word> words, bool isLast, List<ChainStep> steps)
    {
        var start = words[0].Start + 1;
        if (IsRepeat(words))
            return ChainResult.Wrong(start, "\"repeat\" stands before other steps", "put it at the end: the last step is what comes again");
        var (wait, used) = ReadWait(words);
        var target = words.Take(words.Count - used).ToList();
        if (target.Count == 0)
            return ChainResult.Wrong(start, "this step names nobody", $"write who hears of it before the wait: {string.Join(", ", Targets)} or @Name");
        if (ReadTarget(target, out var who) is { } problem)
            return problem;
        if (wait is null)
        {
            if (!isLast)
                return ChainResult.Wrong(words[^1].End + 1, "the wait before the next step is missing", $"write how long: {Shorten(string.Join(' ', target.Select(word => word.Text)))} 15m");
            wait = steps.Count > 0 ? steps[^1].Wait : UsualWait;
        }

        var at = words[words.Count - Math.Max(1, used)].Start + 1;
        if (wait == TimeSpan.Zero)
            return ChainResult.Wrong(at, "a wait of nothing calls everybody at once", "write one minute at least: 1m");
        if (wait > LongestWait)
            return ChainResult.Wrong(at, "nobody waits that long", "write 7d at most");
        steps.Add(new ChainStep(who!, wait.Value));
        return null;
    }

    private static ChainResult? ReadTarget(List<Word> words, out ChainTarget? target)
    {
        target = null;
        var start = words[0].Start + 1;
        var first = words[0].Text;
        var all = string.Join(' ', words.Select(word => word.Text));
        if (first.StartsWith('@'))
            return ReadName(all[1..], start, "person", "@Ana", name => new ChainTarget.Person(name), out target);
        if (first.StartsWith('#'))
            return ReadName(all, start, "channel", "#care", name => new ChainTarget.Channel(name), out target);
        var keyword = first.ToLowerInvariant();
        if (words[0].IsPlain && keyword == "channel" && words.Count > 1)
            return ReadName(string.Join(' ', words.Skip(1).Select(word => word.Text)), words[1].Start + 1, "channel", "channel care", name => new ChainTarget.Channel(name), out target);

        var used = 1;
        if (words.Count > 1 && (keyword, words[1].Text.ToLowerInvariant()) is ("on", "call") or ("round", "robin"))
        {
            keyword = all[..(first.Length + 1 + words[1].Text.Length)].ToLowerInvariant();
            used = 2;
        }

        target = keyword switch
        {
            "channel" or "channels" => new ChainTarget.Channel(null),
            "on-call" or "oncall" or "on call" => new ChainTarget.OnCall(),
            "next" or "round-robin" or "round robin" => new ChainTarget.Next(),
            "approver" or "approvers" => new ChainTarget.Approver(),
            "lead" or "leads" or "admin" or "admins" => new ChainTarget.Lead(),
            "everyone" or "everybody" or "all" => new ChainTarget.Everyone(),
            _ => null,
        };
        if (target is null)
        {
            var meant = ClosestName.To(keyword, Targets) is { } near ? $"did you mean {near}? " : "";
            return ChainResult.Wrong(start, $"\"{Shorten(all)}\" is nobody to call", $"{meant}Use {string.Join(", ", Targets)} or @Name");
        }

        return words.Count > used
            ? ChainResult.Wrong(words[used].Start + 1, $"\"{Shorten(words[used].Text)}\" is no wait", "write 10m, 2h or 1d, and > before the next step")
            : null;
    }

    private static ChainResult? ReadName(string typed, int column, string what, string example, Func<string, ChainTarget> make, out ChainTarget? target)
    {
        target = null;
        var name = CleanText.Line(typed, Longest);
        if (what == "channel")
            name = name.TrimStart('#', ' ');
        if (name.Length == 0)
            return ChainResult.Wrong(column, $"the name of the {what} is missing", $"write it: {example}");
        if (name.Length > LongestName)
            return ChainResult.Wrong(column, $"the name of the {what} is {name.Length} characters long", $"shorten it to {LongestName}");
        target = make(name);
        return null;
    }

    /// <returns>Null when the last words are no wait; else how many of them it took.</returns>
    private static (TimeSpan? Wait, int Words) ReadWait(List<Word> words)
    {
        if (!words[^1].IsPlain)
            return (null, 0);
        if (Duration(words[^1].Text) is { } wait)
            return (wait, 1);
        return words.Count > 1 && words[^2] is { IsPlain: true, Text: var number } && number.All(char.IsAsciiDigit) && Duration(number + words[^1].Text) is { } apart ? (apart, 2) : (null, 0);
    }

    /// <summary>"10m", "1h30m", "2days".</summary>
    private static TimeSpan? Duration(string text)
    {
        var minutes = 0L;
        for (var at = 0; at < text.Length;)
        {
            var digits = at;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
                digits++;
            // Nine digits are more minutes than anybody has.
            if (digits == at || digits - at > 9)
                return null;
            var number = long.Parse(text.AsSpan(at, digits - at), NumberStyles.None, CultureInfo.InvariantCulture);
            var end = digits;
            while (end < text.Length && char.IsAsciiLetter(text[end]))
                end++;
            var unit = text[digits..end].ToLowerInvariant() switch
            {
                "m" or "min" or "mins" or "minute" or "minutes" => 1,
                "h" or "hour" or "hours" => 60,
                "d" or "day" or "days" => 1440,
                _ => 0,
            };
            if (unit == 0)
                return null;
            minutes += number * unit;
            at = end;
        }

        return text.Length == 0 ? null : TimeSpan.FromMinutes(Math.Min(minutes, 1_000_000));
    }

    private static bool IsRepeat(List<Word> words) => words[0].IsPlain && words[0].Text.Equals("repeat", StringComparison.OrdinalIgnoreCase);

    private static ChainResult? ReadRepeats(List<Word> words, out int? repeats)
    {
        repeats = null;
        var mend = $"write how often the last step comes again, 1 to {Chain.MostRepeats}: repeat 3";
        if (words.Count == 1)
            return ChainResult.Wrong(words[0].End + 1, "\"repeat\" has no number", mend);
        var isCounted = words.Count == 2 || (words.Count == 3 && words[2].Text.ToLowerInvariant() is "times" or "time" or "x");
        if (!isCounted)
            return ChainResult.Wrong(words[2].Start + 1, $"\"{Shorten(words[2].Text)}\" is one word too many", mend);
        if (!int.TryParse(words[1].Text.TrimEnd('x', 'X', '×'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > Chain.MostRepeats)
            return ChainResult.Wrong(words[1].Start + 1, $"\"{Shorten(words[1].Text)}\" is no number of repeats", mend);
        repeats = number;
        return null;
    }

    /// <summary>Words of each step. Steps without any are no steps: "10m, then lead" has two signs between its steps.</summary>
    /// <returns>The column of a quote that is never closed; null when all is well.</returns>
    private static int? Split(string text, out List<List<Word>> parts)
    {
        parts = [];
        var part = new List<Word>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (Separator(text, at) is var length and > 0)
            {
                at += length;
                part = Ended(parts, part);
            }
            else
            {
                if (ReadWord(text, ref at, out var word) is { } unclosed)
                    return unclosed;
                if (word.IsPlain && IsThen(word.Text))
                    part = Ended(parts, part);
                else
                    part.Add(word);
            }
        }

        _ = Ended(parts, part);
        return null;
    }

    private static List<Word> Ended(List<List<Word>> parts, List<Word> part)
    {
        if (part.Count == 0)
            return part;
        parts.Add(part);
        return [];
    }

    private static int? ReadWord(string text, ref int at, out Word word)
    {
        var start = at;
        var isPlain = true;
        var read = new StringBuilder();
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && Separator(text, at) == 0)
        {
            if (!IsQuote(text[at]))
            {
                read.Append(text[at++]);
                continue;
            }

            isPlain = false;
            var open = at++;
            while (at < text.Length && !IsQuote(text[at]))
            {
                if (text[at] == '\\' && at + 1 < text.Length && (IsQuote(text[at + 1]) || text[at + 1] == '\\'))
                    at++;
                read.Append(text[at++]);
            }

            if (at == text.Length)
            {
                word = default;
                return open + 1;
            }

            at++;
        }

        word = new Word(read.ToString(), start, at, isPlain);
        return null;
    }

    /// <returns>How long the sign between two steps is; 0 where there is none.</returns>
    private static int Separator(string text, int at)
    {
        if (text[at] is '>' or '→' or '›' or '»' or '➜' or ',' or ';')
            return 1;
        var end = at;
        while (end < text.Length && text[end] is '-' or '=' or '–' or '—')
            end++;
        return end > at && end < text.Length && text[end] == '>' ? end - at + 1 : 0;
    }

    private static bool IsThen(string word) => word.Equals("then", StringComparison.OrdinalIgnoreCase);

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„';

    private static string Shorten(string words) => CleanText.Line(words, 40);

    /// <param name="Text">Quotes taken off.</param>
    /// <param name="IsPlain">No part of it was in quotes.</param>
    private readonly record struct Word(string Text, int Start, int End, bool IsPlain);
}

/// <summary>A chain, or what is wrong with its text.</summary>
public sealed record ChainResult(Chain? Chain, ChainProblem? Problem)
{
    internal static ChainResult Wrong(int column, string what, string mend) => new(null, new ChainProblem(column, what, mend));
}

/// <param name="Column">From 1, in UTF-16 units.</param>
public sealed record ChainProblem(int Column, string What, string Mend)
{
    public override string ToString() => $"Column {Column}: {What}; {Mend}.";
}

/// <summary>A name in a chain that nobody has.</summary>
/// <param name="Closest">The name that was probably meant; null when none is near.</param>
public sealed record ChainUnknown(ChainTarget Target, string Name, string? Closest);
