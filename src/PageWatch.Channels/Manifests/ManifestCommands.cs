using PageWatch.Domain.Commands;
using PageWatch.Domain.Posts;

namespace PageWatch.Channels.Manifests;

/// <summary>The commands that a manifest tells of: those of every day. <c>help</c> lists the others.</summary>
public static class ManifestCommands
{
    /// <summary>In the order in which a chat offers them. Each must be a command: a manifest with less is not written.</summary>
    public static IReadOnlyList<string> Verbs { get; } = ["open", "mine", "overdue", "claim", "hand", "find", "watch", "team", "health", "help"];

    /// <exception cref="InvalidOperationException">One of them is no command any more.</exception>
    internal static IReadOnlyList<CommandSpec> Of(IReadOnlyList<CommandSpec> specs) =>
        [.. Verbs.Select(verb => specs.FirstOrDefault(spec => spec.Verb == verb) ?? throw new InvalidOperationException($"There is no command {verb} for a manifest to tell of."))];

    /// <summary>One line of help, with the example where there is more to say than the verb and it fits.</summary>
    internal static string Hint(CommandSpec spec, int longest)
    {
        var help = CleanText.Line(spec.Help, longest).TrimEnd('.');
        return spec.Example is { } example && example != spec.Verb && help.Length + example.Length + 3 <= longest ? $"{help} ({example})" : help;
    }
}
