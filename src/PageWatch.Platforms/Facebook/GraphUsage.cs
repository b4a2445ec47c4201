using System.Text.Json;
using PageWatch.Domain.Sources;
using PageWatch.Platforms.Fetching;

namespace PageWatch.Platforms.Facebook;

/// <summary>How much of what is allowed was used, in percent. https://developers.facebook.com/docs/graph-api/overview/rate-limiting/</summary>
/// <param name="RegainsIn">Null while calls are let through.</param>
internal sealed record GraphUsage(int Percent, TimeSpan? RegainsIn)
{
    /// <summary>From here on slower.</summary>
    private const int Slow = 75;

    /// <summary>From here on not at all.</summary>
    private const int Stop = 95;

    private const int LongestHeader = 20_000;

    /// <summary>Windows roll: an hour later there is more again, if nobody asks for much.</summary>
    private static readonly TimeSpan Rolling = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>The fuller of the two: the Page's own limit, and the app's.</summary>
    /// <returns>Null when nothing is said.</returns>
    public static GraphUsage? Of(PageAnswer answer, string page)
    {
        var ofPage = Read(answer.Header("X-Business-Use-Case-Usage"), root => OfPage(root, page));
        var app = Read(answer.Header("X-App-Usage"), Of);
        return ofPage is null ? app : app is null ? ofPage : new GraphUsage(Math.Max(ofPage.Percent, app.Percent), ofPage.RegainsIn ?? app.RegainsIn);
    }

    /// <summary>Percent are no polls; they are told so that a watch slows down where it should, and stops where it must.</summary>
    public Quota ToQuota(DateTimeOffset now) => RegainsIn is { } wait ? new Quota(0, now + wait)
        : Percent >= Stop ? new Quota(0, now + Rolling)
        : new Quota(Stop - Percent, Percent >= Slow ? now + Rolling : null);

    private static GraphUsage? OfPage(JsonElement root, string page)
    {
        GraphUsage? most = null;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(page, out var cases) || cases.ValueKind != JsonValueKind.Array)
            return null;
        foreach (var each in cases.EnumerateArray())
        {
            if (Of(each) is { } used && (most is null || used.Percent > most.Percent || used.RegainsIn is not null))
                most = used;
        }

        return most;
    }

    private static GraphUsage? Of(JsonElement used)
    {
        if (used.ValueKind != JsonValueKind.Object)
            return null;
        var percent = Math.Max(Number(used, "call_count"), Math.Max(Number(used, "total_cputime"), Number(used, "total_time")));
        var minutes = Number(used, "estimated_time_to_regain_access");
        return new GraphUsage(percent, minutes == 0 ? null : TimeSpan.FromMinutes(minutes) < LongestWait ? TimeSpan.FromMinutes(minutes) : LongestWait);
    }

    private static int Number(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number) ? (int)Math.Clamp(number, 0, 1_000_000) : 0;

    private static GraphUsage? Read(string? header, Func<JsonElement, GraphUsage?> read)
    {
        if (header is not { Length: > 0 and <= LongestHeader })
            return null;
        try
        {
            using var parsed = JsonDocument.Parse(header);
            return read(parsed.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // What cannot be read limits nothing; the refusal will.
            return null;
        }
    }
}
