using PageWatch.Domain.Teams;

namespace PageWatch.Domain.Commands;

/// <summary>What a command is called, takes and does: help, the shell and every chat's manifest follow from it.</summary>
/// <param name="Verb">One word or two: "rule add". Lower case.</param>
/// <param name="Help">One line.</param>
/// <param name="Role">The least role that may use it.</param>
public sealed record CommandSpec(string Verb, string Help, Role Role)
{
    /// <summary>By place, in order; a rest argument comes last.</summary>
    public IReadOnlyList<CommandArgument> Arguments { get; init; } = [];

    public IReadOnlyList<CommandOption> Options { get; init; } = [];

    /// <summary>About one nudge: who may is asked of its page, and not of the team.</summary>
    public bool AsksPage { get; init; }

    /// <summary>A line that works as typed.</summary>
    public string? Example { get; init; }

    /// <summary>Verb with its arguments and options, as help shows it.</summary>
    public string Usage
    {
        get
        {
            var words = new List<string> { Verb };
            words.AddRange(Arguments.Select(argument => argument.IsRequired ? $"<{argument.Name}>" : $"[{argument.Name}]"));
            words.AddRange(Options.Select(option => option.Value is null ? $"[--{option.Name}]" : $"[--{option.Name} {option.Value}]{(option.IsRepeatable ? "…" : "")}"));
            return string.Join(' ', words);
        }
    }
}

/// <param name="Help">What it is, in a few words.</param>
/// <param name="IsRest">Takes everything that follows as it was typed, quotes and all: a query or a text.</param>
public sealed record CommandArgument(string Name, string Help, bool IsRequired = true, bool IsRest = false);

/// <param name="Name">Without the dashes.</param>
/// <param name="Value">What its value is called; null for an option without one.</param>
/// <param name="IsSecret">May come as "-" to be read from standard input, and is never echoed.</param>
/// <param name="ValueIsOptional">May stand without its value.</param>
/// <param name="IsRepeatable">May stand several times, each with a value.</param>
public sealed record CommandOption(string Name, string? Value, string Help, bool IsSecret = false, bool ValueIsOptional = false, bool IsRepeatable = false);
