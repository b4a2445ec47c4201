using System.Net;
using System.Net.Http.Headers;
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
        ShellKey? key;
        try
        {
            key = ShellDoor.Find(startup.DataFolder);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException or JsonException)
        {
            await errors.WriteLineAsync($"The key of the running service ({ShellDoor.FileIn(startup.DataFolder)}) cannot be read: {problem.Message} Use the account that runs the service, or start it again.");
            return (int)CommandOutcome.Refused;
        }

        if (key is null)
            return await NobodyAsync(startup, $"No service runs on {startup.DataFolder}.", output, errors);

        var words = await WithSecretsAsync(startup.Words, input, cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Longest };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        try
        {
            using var response = await client.PostAsJsonAsync(new Uri(key.Address, "shell/say"), new ShellWords(words), ShellJson.Default.ShellWords, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                await errors.WriteLineAsync($"The service at {key.Address} does not know the key in {ShellDoor.FileIn(startup.DataFolder)}. Name the folder of that service with --data DIR, or start it again.");
                return (int)CommandOutcome.Refused;
            }

            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync(ShellJson.Default.ShellAnswer, cancellationToken) ?? throw new JsonException("Nothing was said.");
            if (startup.AsJson)
                await output.WriteLineAsync(JsonSerializer.Serialize(answer, ShellJson.Default.ShellAnswer));
            else
                await (answer.Code == 0 ? output : errors).WriteAsync(answer.Text);
            return answer.Code;
        }
        catch (HttpRequestException problem) when (problem.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return await NobodyAsync(startup, $"No service runs on {startup.DataFolder} any more: nobody answers at {key.Address}.", output, errors);
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException)
        {
            await errors.WriteLineAsync($"What answers at {key.Address} is not the service of {startup.DataFolder}, or it ended in between ({problem.Message}) Start the service again.");
            return (int)CommandOutcome.Refused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync($"The service at {key.Address} did not answer within {Longest.TotalMinutes:0} minutes. Look at what it says of itself where it was started.");
            return (int)CommandOutcome.Refused;
        }
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
