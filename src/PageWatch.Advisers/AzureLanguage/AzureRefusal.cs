using System.Globalization;
using System.Text.Json;
using Azure;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Why a call was not answered, and what follows from it.</summary>
/// <param name="Why">In words for people.</param>
/// <param name="Kind">What is to be done.</param>
internal sealed record AzureRefusal(string Why, RefusalKind Kind)
{
    public const string RequestIdHeader = "apim-request-id";

    private const string Settings = AzureLanguageServices.Section;

    public static AzureRefusal TimeIsUp { get; } = new("no answer in time", RefusalKind.Trouble);

    public static AzureRefusal Unreachable { get; } = new("unreachable", RefusalKind.Trouble);

    public static AzureRefusal NoToken { get; } = new("its identity gives no token", RefusalKind.Closed) { Mend = $"Check {Settings}:Identity and the identity of this machine." };

    /// <summary>How long Azure asks us to wait; null where it does not say. May be days.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>For the log, where somebody can mend it.</summary>
    public string Mend { get; init; } = "";

    public int Status { get; init; }

    /// <summary>Azure's own words for it, cut and plain.</summary>
    public string Code { get; init; } = "";

    /// <summary>What Azure's support asks for.</summary>
    public string RequestId { get; init; } = "";

    public static AzureRefusal Unreadable(Response response) => About(response, "") with { Why = "an answer that is not its own", Kind = RefusalKind.Trouble };

    /// <param name="body">Null where it is no JSON.</param>
    public static AzureRefusal Of(Response response, JsonElement? body)
    {
        var error = body is { } root ? AzureError.In(AzureJson.Object(root, "error")) : AzureError.None;
        var told = About(response, error.All);
        return (response.Status, error) switch
        {
            (400, { Inner: "InvalidDocumentBatch" or "InvalidDocument" or "UnsupportedLanguageCode" }) => told with { Why = "it cannot read the text", Kind = RefusalKind.Splits },
            (400, _) => told with { Why = $"it refuses the request ({told.Code})", Kind = RefusalKind.Closed, Mend = $"Check {Settings}:ApiVersion." },
            (401 or 403, { Outer: "PermissionDenied" }) => told with { Why = "its identity may not ask", Kind = RefusalKind.Closed, Mend = "Give the identity the role Cognitive Services User on the resource." },
            (401, _) => told with { Why = "the key or the address is wrong", Kind = RefusalKind.Closed, Mend = $"Mend {Settings}:Key or Endpoint." },
            (403, { Outer: "AccessDenied" }) => told with { Why = "its network rules refuse this machine", Kind = RefusalKind.Closed, Mend = "Let this machine through the resource's network rules." },
            (403, { Outer: "403" or "QuotaExceeded" }) => told with { Why = "quota used up", Kind = RefusalKind.Closed, Mend = "Take a larger tier, or wait." },
            (403, _) => told with { Why = "it refuses us (403)", Kind = RefusalKind.Closed },
            (404, _) => told with { Why = "the address or the API version is wrong", Kind = RefusalKind.Closed, Mend = $"Mend {Settings}:Endpoint or ApiVersion." },
            (429, _) => told with { Why = "throttled", Kind = RefusalKind.Throttled },
            (408 or >= 500, _) => told with { Why = string.Create(CultureInfo.InvariantCulture, $"it is in trouble ({response.Status})"), Kind = RefusalKind.Trouble },
            _ => told with { Why = string.Create(CultureInfo.InvariantCulture, $"an unexpected answer ({response.Status})"), Kind = RefusalKind.Trouble },
        };
    }

    /// <returns>Null where the answer says nothing of it; both headers count seconds or milliseconds from now, and a date is read too.</returns>
    public static TimeSpan? WaitOf(Response response)
    {
        foreach (var name in (string[])["retry-after-ms", "x-ms-retry-after-ms"])
        {
            if (response.Headers.TryGetValue(name, out var milliseconds) && double.TryParse(milliseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var told))
                return TimeSpan.FromMilliseconds(Math.Min(told, TimeSpan.FromDays(365).TotalMilliseconds));
        }

        if (!response.Headers.TryGetValue("Retry-After", out var wait))
            return null;
        if (double.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(365).TotalSeconds));
        // A date is counted from the answer's own, so that no clock of ours is in it.
        return response.Headers.Date is { } sent && DateTimeOffset.TryParseExact(wait, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > sent
            ? until - sent
            : null;
    }

    private static AzureRefusal About(Response response, string code) => new("", RefusalKind.Trouble)
    {
        Wait = WaitOf(response),
        Status = response.Status,
        Code = code,
        RequestId = response.Headers.TryGetValue(RequestIdHeader, out var id) ? AzureError.Plain(id) : "",
    };
}

internal enum RefusalKind
{
    /// <summary>May pass by itself.</summary>
    Trouble,

    /// <summary>Too fast for this kind of analysis.</summary>
    Throttled,

    /// <summary>Somebody has to mend it.</summary>
    Closed,

    /// <summary>It is about the documents of the call: fewer may pass, and one alone is to blame itself.</summary>
    Splits,
}
