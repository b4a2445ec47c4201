using System.Globalization;

namespace PageWatch.Training;

/// <summary>What was typed.</summary>
/// <param name="Words">All that is no option.</param>
/// <param name="Data">The folder of the public files; null when none was named.</param>
/// <param name="Out">The file to write; null for one named after what it holds, and for results on the screen.</param>
/// <param name="Fraction">How many of each file's posts are taken, 0 to 1.</param>
/// <param name="Threads">How many parts are trained at once; the model is the same for any number.</param>
/// <param name="Revision">Of the code, for the model's version.</param>
internal sealed record CommandLine(IReadOnlyList<string> Words, string? Data, string? Out, double Fraction, int Threads, string Revision)
{
    /// <summary>The folder of the lexicons' script, with its packages installed; null leaves them out.</summary>
    public string? Lexicons { get; init; }

    /// <exception cref="FormatException">An option is unknown, or its value is none.</exception>
    public static CommandLine Parse(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        var line = new CommandLine(words, null, null, 1, 2, "unknown");
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[i]);
                continue;
            }

            var name = args[i];
            var value = ++i < args.Count ? args[i] : throw new FormatException($"{name} needs a value.");
            line = name switch
            {
                "--data" => line with { Data = value },
                "--out" => line with { Out = value },
                "--lexicons" => line with { Lexicons = value },
                "--revision" => line with { Revision = value },
                "--fraction" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) && fraction is > 0 and <= 1 => line with { Fraction = fraction },
                "--threads" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0 => line with { Threads = threads },
                "--fraction" or "--threads" => throw new FormatException($"{name} cannot be '{value}'."),
                _ => throw new FormatException($"There is no option {name}."),
            };
        }

        return line;
    }
}
