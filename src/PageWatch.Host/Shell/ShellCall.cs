using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PageWatch.Domain.Commands;
using PageWatch.Host.Settings;

namespace PageWatch.Host.Shell;

/// <summary>A call at the door of the running service, and the words for all that can go wrong with it.</summary>
/// <param name="longest">How long it may take.</param>
/// <param name="nobody">Says that no service runs, and why that is known; its answer is the exit code.</param>
/// <param name="errors">Gets everything else that went wrong.</param>
internal sealed class ShellCall(Startup startup, TimeSpan longest, Func<string, Task<int>> nobody, TextWriter errors)
{
    /// <param name="ask">Sends the request; the client shows the key.</param>
    /// <param name="read">Reads an answer that is the service's own.</param>
    /// <returns>What <paramref name="read"/> says; 1 when it came to no answer.</returns>
    public async Task<int> RunAsync(Func<HttpClient, Uri, Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, Task<int>> read, CancellationToken cancellationToken)
    {
        ShellKey? key;
        try
        {
            key = ShellDoor.Find(startup.DataFolder);
        }
        catch (Exception problem) when (problem is UnauthorizedAccessException or IOException or JsonException)
        {
            return await NoAsync($"The key of the running service ({ShellDoor.FileIn(startup.DataFolder)}) cannot be read: {problem.Message} Use the account that runs the service, or start it again.");
        }

        if (key is null)
            return await nobody($"No service runs on {startup.DataFolder}.");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = longest };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Token);
        try
        {
            using var response = await ask(client, key.Address);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
                return await NoAsync($"The service at {key.Address} does not know the key in {ShellDoor.FileIn(startup.DataFolder)}. Name the folder of that service with --data DIR, or start it again.");
            response.EnsureSuccessStatusCode();
            return await read(response);
        }
        catch (HttpRequestException problem) when (problem.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return await nobody($"No service runs on {startup.DataFolder} any more: nobody answers at {key.Address}.");
        }
        catch (Exception problem) when (problem is HttpRequestException or HttpIOException or JsonException)
        {
            return await NoAsync($"What answers at {key.Address} is not the service of {startup.DataFolder}, or it ended in between ({problem.Message}) Start the service again.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return await NoAsync($"The service at {key.Address} did not answer within {longest.TotalMinutes:0} minutes. Look at what it says of itself where it was started.");
        }
    }

    private async Task<int> NoAsync(string why)
    {
        await errors.WriteLineAsync(why);
        return (int)CommandOutcome.Refused;
    }
}
