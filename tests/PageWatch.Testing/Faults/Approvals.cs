using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PageWatch.Testing.Faults;

/// <summary>A person at the shell who answers every nudge: words of their own, a look at the preview, and its code. By the door that the shell itself uses, without a process a word.</summary>
/// <param name="shellFile">Written anew at each start of the service.</param>
internal sealed partial class Approvals(string shellFile) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromSeconds(30) }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>What was let out by a word that was answered as done, by the number of the nudge.</summary>
    public ConcurrentDictionary<long, string> Done { get; } = new();

    /// <param name="isInLedger">Whether a word of ours was heard although its answer was lost.</param>
    public async Task ApproveAsync(long nudge, string text, Func<bool> isInLedger, CancellationToken cancellationToken)
    {
        var number = nudge.ToString(CultureInfo.InvariantCulture);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await TrySayAsync(cancellationToken, "edit", number, text) is not null
                && await TrySayAsync(cancellationToken, "publish", number) is { } preview
                && Code().Match(preview) is { Success: true } code
                && await TrySayAsync(cancellationToken, "publish", number, "--confirm", code.Groups["code"].Value) is not null)
            {
                Done[nudge] = text;
                return;
            }

            if (isInLedger())
                return;
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public void Dispose() => client.Dispose();

    /// <returns>Null when it was refused, or nobody answered.</returns>
    private async Task<string?> TrySayAsync(CancellationToken cancellationToken, params string[] words)
    {
        try
        {
            using var shell = JsonDocument.Parse(await File.ReadAllBytesAsync(shellFile, cancellationToken));
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(shell.RootElement.GetProperty("address").GetString()!), "shell/say")) { Content = JsonContent.Create(new { words }) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shell.RootElement.GetProperty("token").GetString());
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return null;
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return answer.GetProperty("code").GetInt32() == 0 ? answer.GetProperty("text").GetString() : null;
        }
        // The service is down, or its file is being written.
        catch (Exception problem) when (problem is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    [GeneratedRegex("--confirm (?<code>[2-9A-Z]{8})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
