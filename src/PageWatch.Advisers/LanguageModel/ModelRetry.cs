using System.ClientModel.Primitives;
using System.Globalization;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Tries once more what may pass, unless the server asks for a longer wait than a draft should have, or wants to be paid.</summary>
internal sealed class ModelRetry() : ClientRetryPolicy(1)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <returns>Null where the answer says nothing of it, or a date.</returns>
    public static TimeSpan? WaitOf(PipelineResponse response)
    {
        if (response.Headers.TryGetValue("retry-after-ms", out var milliseconds) && Number(milliseconds) is { } told)
            return TimeSpan.FromMilliseconds(told);
        return response.Headers.TryGetValue("retry-after", out var wait) && Number(wait) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

        // A day is more than anybody waits here, and far from where a time span ends.
        static double? Number(string? text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? Math.Min(number, 86_400) : null;
    }

    protected override async ValueTask<bool> ShouldRetryAsync(PipelineMessage message, Exception? exception) =>
        await base.ShouldRetryAsync(message, exception) && !AsksForTooLong(message) && !await IsQuotaGoneAsync(message);

    protected override TimeSpan GetNextDelay(PipelineMessage message, int tryCount) =>
        message.Response is { } response && WaitOf(response) is { } wait ? wait : TimeSpan.FromMilliseconds(300);

    /// <summary>Too many calls at once are not mended by one more: without a time to wait, 429 counts as too long.</summary>
    private static bool AsksForTooLong(PipelineMessage message) =>
        message.Response is { } response && (WaitOf(response) is { } wait ? wait > Longest : response.Status == 429);

    private static async ValueTask<bool> IsQuotaGoneAsync(PipelineMessage message)
    {
        if (message.Response is not { Status: 429 } response)
            return false;
        // A streamed answer is not in memory yet.
        await response.BufferContentAsync(message.CancellationToken);
        return response.Content.ToString().Contains("insufficient_quota", StringComparison.Ordinal);
    }
}
