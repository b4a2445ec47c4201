using System.Text;
using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Commands;

/// <summary>
/// A command as typed, in a chat or a shell, read against the specs. Pure and forgiving: mention stripped before, case of the verb and curly
/// quotes forgiven; what is wrong gets a place and a mend.
/// </summary>
public sealed record CommandLine(CommandSpec Spec, IReadOnlyDictionary<string, string> Arguments, IReadOnlyDictionary<string, string?> Options)
{
    /// <summary>A line longer than this is refused.</summary>
    public const int Longest = 20_000;

    /// <returns>Null when the argument was left out.</returns>
    public string? this[string argument] => Arguments.GetValueOrDefault(argument);

    public bool Has(string option) => Options.ContainsKey(option);

    /// <summary>What repeatable options stand with, in the order typed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Repeated { get; init; } = System.Collections.Frozen.FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <returns>Null when the option was left out or stands without a value; the last one where it may stand several times.</returns>
    public string? Option(string name) => Options.GetValueOrDefault(name);

    /// <returns>Every value of a repeatable option in the order typed; empty when it was left out.</returns>
    public IReadOnlyList<string> All(string name) => Repeated.GetValueOrDefault(name) ?? [];

    /// <summary>Reads a line of a chat.</summary>
    public static CommandParse Parse(string line, IReadOnlyList<CommandSpec> specs)
    {
        if (line.Length > Longest)
            return CommandParse.Wrong($"The line is {line.Length:N0} characters long; at most {Longest:N0} are read.");
        return Parse(Split(line), line, specs);
    }

    /// <summary>Reads the words of a shell, which has taken off its own quotes already: a query in them reaches its parser as it is.</summary>
    public static CommandParse Parse(IReadOnlyList<string> words, IReadOnlyList<CommandSpec> specs) =>
        words.Sum(word => word.Length + 1) > Longest
            ? CommandParse.Wrong($"The command is too long; at most {Longest:N0} characters are read.")
            : Parse([.. words.Select(word => new Word(word, -1, -1))], null, specs);

    private static CommandParse Parse(IReadOnlyList<Word> words, string? line, IReadOnlyList<CommandSpec> specs)
    {
        if (words.Count == 0)
            return CommandParse.Wrong("Type a command; help lists them.");

        var spec = Find(words, specs, out var used);
        if (spec is null)
            return Unknown(words, specs);

        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        var options = new Dictionary<string, string?>(StringComparer.Ordinal);
        var repeated = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var next = 0;
        for (var i = used; i < words.Count; i++)
        {
            var word = words[i];
            if (OptionOf(spec, word.Text) is { } found)
            {
                var (option, attached) = found;
                if (!option.IsRepeatable && options.ContainsKey(option.Name))
                    return CommandParse.Wrong($"--{option.Name} stands twice.", spec);
                string? value = attached;
                if (option.Value is not null && value is null)
                {
                    if (i + 1 < words.Count && OptionOf(spec, words[i + 1].Text) is null)
                        value = words[++i].Text;
                    else if (!option.ValueIsOptional)
                        return CommandParse.Wrong($"--{option.Name} needs {Article(option.Value)} after it.", spec);
                }
                else if (option.Value is null && attached is not null)
                {
                    return CommandParse.Wrong($"--{option.Name} takes no value.", spec);
                }

                options[option.Name] = value;
                if (option.IsRepeatable && value is not null)
                    repeated[option.Name] = [.. repeated.GetValueOrDefault(option.Name) ?? [], value];
                continue;
            }

            var argument = next < spec.Arguments.Count ? spec.Arguments[next] : null;
            if (argument is { IsRest: true })
            {
                // The text as typed, up to the first option of this command: a query keeps its quotes, dashes and spaces.
                var last = i;
                while (last + 1 < words.Count && OptionOf(spec, words[last + 1].Text) is null)
                    last++;
                arguments[argument.Name] = line is not null
                    ? line[word.Start..words[last].End]
                    : string.Join(' ', words.Skip(i).Take(last - i + 1).Select(each => each.Text));
                next++;
                i = last;
                continue;
            }

            if (word.Text.StartsWith("--", StringComparison.Ordinal) && word.Text.Length > 2)
            {
                var known = spec.Options.Count == 0 ? "it takes none" : "it takes " + string.Join(", ", spec.Options.Select(option => "--" + option.Name));
                return CommandParse.Wrong($"{spec.Verb} has no option {Shorten(word.Text)}: {known}.", spec);
            }

            if (argument is null)
                return CommandParse.Wrong($"\"{Shorten(word.Text)}\" is one word too many.", spec);
            arguments[argument.Name] = word.Text;
            next++;
        }

        var missing = spec.Arguments.FirstOrDefault(argument => argument.IsRequired && !arguments.ContainsKey(argument.Name));
        return missing is null
            ? new CommandParse(new CommandLine(spec, arguments, options) { Repeated = repeated }, null, spec)
            : CommandParse.Wrong($"{spec.Verb} needs <{missing.Name}>: {missing.Help}.", spec);
    }

    private static CommandSpec? Find(IReadOnlyList<Word> words, IReadOnlyList<CommandSpec> specs, out int used)
    {
        // The longest verb wins: "rule add" before a "rule".
        for (used = Math.Min(2, words.Count); used > 0; used--)
        {
            var verb = string.Join(' ', words.Take(used).Select(word => word.Text)).ToLowerInvariant();
            if (specs.FirstOrDefault(spec => spec.Verb == verb) is { } spec)
                return spec;
        }

        return null;
    }

    private static CommandParse Unknown(IReadOnlyList<Word> words, IReadOnlyList<CommandSpec> specs)
    {
        var first = words[0].Text.ToLowerInvariant();
        var family = specs.Where(spec => spec.Verb.StartsWith(first + " ", StringComparison.Ordinal)).ToList();
        if (family.Count > 0)
            return CommandParse.Wrong($"{first} needs one of: {string.Join(", ", family.Select(spec => spec.Verb[(first.Length + 1)..]))}.");

        var typed = first + (words.Count > 1 ? " " + words[1].Text.ToLowerInvariant() : "");
        // "rul list" may miss its first word or stand for both; of two that are equally near, the first in help.
        var near = specs
            .Select(spec => (spec.Verb, Distance: Math.Min(ClosestName.Distance(first, spec.Verb), ClosestName.Distance(typed.Length <= 40 ? typed : first, spec.Verb))))
            .Where(each => each.Distance <= 2)
            .OrderBy(each => each.Distance)
            .Select(each => each.Verb)
            .FirstOrDefault();
        return CommandParse.Wrong(near is null
            ? $"There is no command \"{Shorten(first)}\"; help lists them."
            : $"There is no command \"{Shorten(first)}\". Did you mean {near}?");
    }

    private static (CommandOption Option, string? Attached)? OptionOf(CommandSpec spec, string word)
    {
        // Phones turn two dashes into one long one.
        var name = word.StartsWith("--", StringComparison.Ordinal) ? word[2..] : word.StartsWith('—') ? word[1..] : null;
        if (name is null)
            return null;
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        var attached = equals > 0 ? name[(equals + 1)..] : null;
        if (equals > 0)
            name = name[..equals];
        var option = spec.Options.FirstOrDefault(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase));
        return option is null ? null : (option, attached);
    }

    private readonly record struct Word(string Text, int Start, int End);

    /// <summary>Words apart by white space; quotes hold a word together and are taken off.</summary>
    private static List<Word> Split(string line)
    {
        var words = new List<Word>();
        var i = 0;
        while (i < line.Length)
        {
            if (char.IsWhiteSpace(line[i]))
            {
                i++;
                continue;
            }

            var start = i;
            var word = new StringBuilder();
            while (i < line.Length && !char.IsWhiteSpace(line[i]))
            {
                if (!IsQuote(line[i]))
                {
                    word.Append(line[i++]);
                    continue;
                }

                var close = i + 1;
                while (close < line.Length && !IsQuote(line[close]))
                    close++;
                // A quote that never closes is only a character: an inch mark, a slip.
                if (close == line.Length)
                {
                    word.Append(line[i++]);
                    continue;
                }

                word.Append(line, i + 1, close - i - 1);
                i = close + 1;
            }

            words.Add(new Word(word.ToString(), start, i));
        }

        return words;
    }

    private static bool IsQuote(char c) => c is '"' or '“' or '”' or '„';

    private static string Article(string name) => "aeiou".Contains(name[0], StringComparison.OrdinalIgnoreCase) ? $"an {name}" : $"a {name}";

    private static string Shorten(string word) => Posts.CleanText.Line(word, 40);
}

/// <summary>A command line, or what is wrong with it.</summary>
/// <param name="Problem">With the mend; null when it was read.</param>
/// <param name="Spec">The command it was meant for, to show its usage; null when there is none.</param>
public sealed record CommandParse(CommandLine? Line, string? Problem, CommandSpec? Spec)
{
    internal static CommandParse Wrong(string problem, CommandSpec? spec = null) => new(null, problem, spec);
}
