using System.Net.Http.Headers;
using System.Text.Json;
using PageWatch.Domain.Commands;
using PageWatch.Host.Settings;

namespace PageWatch.Host.Shell;

/// <summary>The other end of the door: sends the words to the running service and prints what it says.</summary>
internal static class ShellClient
{
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
            await errors.WriteLineAsync($"The key of the running service cannot be read: {problem.Message} Use the account that runs it.");
            return (int)CommandOutcome.Refused;
        }

        if (key is null)
        {
            await errors.WriteLineAsync($"No service runs on {startup.DataFolder}. Start it (without words), or name its folder with --data DIR.");
            return (int)CommandOutcome.Refused;
        }

        var words = await WithSecretsAsync(startup.Words, input, cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        try
        {
            using var response = await client.PostAsJsonAsync(new Uri(key.Address, "shell/say"), new ShellWords(words), ShellJson.Default.ShellWords, cancellationToken);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync(ShellJson.Default.ShellAnswer, cancellationToken) ?? throw new JsonException("The service said nothing.");
            if (startup.AsJson)
                await output.WriteLineAsync(JsonSerializer.Serialize(answer, ShellJson.Default.ShellAnswer));
            else
                await (answer.Code == 0 ? output : errors).WriteAsync(answer.Text);
            return answer.Code;
        }
        catch (HttpRequestException problem)
        {
            await errors.WriteLineAsync($"The service at {key.Address} did not answer ({problem.Message}). Is it still running?");
            return (int)CommandOutcome.Refused;
        }
    }

    /// <summary>"--secret -": the value comes by standard input, so that it stands in no history and no list of processes.</summary>
    private static async Task<IReadOnlyList<string>> WithSecretsAsync(IReadOnlyList<string> words, TextReader input, CancellationToken cancellationToken)
    {
        var filled = new List<string>(words);
        for (var i = 1; i < filled.Count; i++)
        {
            if (filled[i] == "-" && filled[i - 1] is "--secret" or "--password" or "--token")
                filled[i] = (await input.ReadLineAsync(cancellationToken) ?? "").Trim();
        }

        return filled;
    }
}
