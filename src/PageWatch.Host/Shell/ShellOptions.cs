using PageWatch.Host.Settings;

namespace PageWatch.Host.Shell;

/// <summary>Options of the words that need no running service: "--name value", "--name=value" or "--name" alone.</summary>
internal static class ShellOptions
{
    /// <param name="words">All behind the command.</param>
    /// <param name="what">What takes the options, as a sentence begins: "A manifest".</param>
    /// <param name="usage">What to write instead, for messages.</param>
    /// <param name="withValue">Options that need a value.</param>
    /// <param name="without">Options that take none; their value is empty.</param>
    /// <exception cref="SettingException">A word is none of these, stands there twice, or lacks its value.</exception>
    public static Dictionary<string, string> Read(IReadOnlyList<string> words, string what, string usage, string[] withValue, string[] without)
    {
        var options = new Dictionary<string, string>();
        for (var i = 0; i < words.Count; i++)
        {
            var equals = words[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals > 0 ? words[i][..equals] : words[i];
            string value;
            if (without.Contains(name) && equals < 0)
                value = "";
            else if (!withValue.Contains(name))
                throw Wrong($"{what} takes no \"{words[i]}\".", usage);
            else if (equals > 0)
                value = words[i][(equals + 1)..];
            else
                value = ++i < words.Count && !words[i].StartsWith("--", StringComparison.Ordinal) ? words[i] : "";
            if (value.Length == 0 && withValue.Contains(name))
                throw Wrong($"{name} needs a value after it.", usage);
            if (!options.TryAdd(name, value))
                throw Wrong($"{name} stands there twice.", usage);
        }

        return options;
    }

    /// <summary>What is wrong, and what to write instead.</summary>
    public static SettingException Wrong(string what, string usage) => new($"{what}{Environment.NewLine}Write {usage}");
}
