using System.Text;
using System.Text.Json;
using PageWatch.Domain.Commands;
using PageWatch.Host.Settings;

namespace PageWatch.Host.Shell;

/// <summary>The other end of the door: sends the words to the running service and prints what it says.</summary>
internal static class ShellClient
{
    /// <summary>Options whose value may come as "-".</summary>
    public static readonly IReadOnlyList<string> Secrets = ["--secret", "--password", "--token"];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <returns>0 done, 1 refused or not found, 2 wrong usage.</returns>
    public static async Task<int> RunAsync(Startup startup, TextReader input, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var call = new ShellCall(startup, Longest, why => NobodyAsync(startup, why, output, errors), errors);
        return await call.RunAsync(
            async (client, address) =>
            {
                var words = await WithSecretsAsync(startup.Words, input, cancellationToken);
                return await client.PostAsJsonAsync(new Uri(address, "shell/say"), new ShellWords(words), ShellJson.Default.ShellWords, cancellationToken);
            },
            async response =>
            {
                var answer = await response.Content.ReadFromJsonAsync(ShellJson.Default.ShellAnswer, cancellationToken) ?? throw new JsonException("Nothing was said.");
                if (startup.AsJson)
                    await output.WriteLineAsync(JsonSerializer.Serialize(answer, ShellJson.Default.ShellAnswer));
                else
                    await (answer.Code == 0 ? output : errors).WriteAsync(answer.Text);
                return answer.Code;
            },
            cancellationToken);
    }

    private static async Task<int> NobodyAsync(Startup startup, string why, TextWriter output, TextWriter errors)
    {
        if (startup.Words is ["help", ..])
        {
            await output.WriteLineAsync(Usage.Text);
            return (int)CommandOutcome.Done;
        }

        await errors.WriteLineAsync($"{why} Start it (without words), or name its folder with --data DIR.");
        return (int)CommandOutcome.Refused;
    }

    /// <summary>"--secret -": the value comes by standard input, one line each, so that it stands in no history and no list of processes.</summary>
    /// <exception cref="SettingException">Nothing came.</exception>
    private static async Task<IReadOnlyList<string>> WithSecretsAsync(IReadOnlyList<string> words, TextReader input, CancellationToken cancellationToken)
    {
        var filled = new List<string>(words);
        for (var i = 1; i < filled.Count; i++)
        {
            if (filled[i] != "-" || !Secrets.Contains(filled[i - 1], StringComparer.OrdinalIgnoreCase))
                continue;
            filled[i] = (Console.IsInputRedirected ? await input.ReadLineAsync(cancellationToken) : Typed(filled[i - 1]))?.Trim() ?? "";
            if (filled[i].Length == 0)
                throw new SettingException($"{filled[i - 1]} - is read from standard input, and nothing came. Pipe it in: pagewatch … {filled[i - 1]} - < file");
        }

        return filled;
    }

    /// <summary>At a terminal the value is asked for, and not shown while it is typed.</summary>
    private static string Typed(string option)
    {
        Console.Error.Write($"{option[2..]}: ");
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
