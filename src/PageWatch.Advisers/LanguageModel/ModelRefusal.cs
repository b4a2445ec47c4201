using System.Globalization;
using System.Text.Json;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>Why a call was not answered, and what follows from it.</summary>
/// <param name="Why">In words for people.</param>
internal sealed record ModelRefusal(string Why, RefusalKind Kind)
{
    private const string Settings = LanguageModelServices.Section;

    public static ModelRefusal TimeIsUp { get; } = new("no answer in time", RefusalKind.Trouble);

    public static ModelRefusal Unreachable { get; } = new("unreachable", RefusalKind.Trouble);

    public static ModelRefusal NoToken { get; } = new("its identity gives no token", RefusalKind.Closed) { Mend = $"Check {Settings}:Identity and the identity of this machine." };

    public static ModelRefusal CutOff { get; } = new("the answer was cut off", RefusalKind.Trouble);

    public static ModelRefusal TooLong { get; } = new("the answer was cut off at the limit of tokens", RefusalKind.OfThisPost) { Mend = $"Raise {Settings}:MaxTokens." };

    public static ModelRefusal Filtered { get; } = new("the content filter stopped the answer", RefusalKind.OfThisPost);

    public static ModelRefusal Declined { get; } = new("the model declined", RefusalKind.OfThisPost);

    /// <summary>An answer that no drafting can be made of, but that another try may mend.</summary>
    public static ModelRefusal OtherShape { get; } = new("the answer has another shape than asked", RefusalKind.Again);

    /// <summary>How long it asks us to wait; null where it does not say.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>For the log, where somebody can mend it.</summary>
    public string Mend { get; init; } = "";

    public int Status { get; init; }

    /// <summary>Its own words for it, cut and plain.</summary>
    public string Code { get; init; } = "";

    public static ModelRefusal NotCompatible(string what, int status = 200) =>
        new($"the endpoint is not compatible: {what}", RefusalKind.Closed) { Status = status, Mend = $"Check {Settings}:Endpoint: it must answer as OpenAI's chat completions do." };

    /// <param name="reason">As the stream says it.</param>
    public static ModelRefusal? OfEnd(string? reason) => reason switch
    {
        "stop" => null,
        null => CutOff,
        "length" => TooLong,
        "content_filter" => Filtered,
        _ => NotCompatible($"it ends for a reason that is not known ('{ModelJson.Plain(reason)}')"),
    };

    /// <param name="body">What came instead of an answer, or within a stream; null where it is no JSON.</param>
    public static ModelRefusal Of(int status, JsonElement? body, TimeSpan? wait = null)
    {
        var error = ModelJson.Member(body, "error") is { ValueKind: JsonValueKind.Object } inner ? inner : body;
        var (code, type, param) = (ModelJson.Code(error, "code"), ModelJson.Code(error, "type"), ModelJson.Code(error, "param"));
        var message = ModelJson.Text(error, "message") ?? ModelJson.Text(body, "error") ?? "";
        var named = code.Length > 0 ? code : type;
        var told = new ModelRefusal("", RefusalKind.Trouble) { Status = status, Code = named, Wait = wait };
        return status switch
        {
            400 or 413 when code == "context_length_exceeded" || type == "exceed_context_size_error" || message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase) =>
                told with { Why = "the post and what belongs to it are too long for the model", Kind = RefusalKind.Shortens },
            _ when code == "content_filter" => told with { Why = IsJailbreak(error) ? "the content filter stopped the post, as an attempt to steer the model" : "the content filter stopped the post", Kind = RefusalKind.OfThisPost },
            400 when code is "unsupported_parameter" or "unsupported_value" => told with { Why = $"it does not take the field '{param}'", Kind = RefusalKind.Field, Code = param },
            400 or 422 => told with { Why = $"it refuses the request{Bracketed(named)}", Kind = RefusalKind.Closed, Mend = $"Check {Settings}:Model and MaxTokensField." },
            401 or 403 when code == "PermissionDenied" => told with { Why = "its identity may not ask", Kind = RefusalKind.Closed, Mend = "Give the identity the role Cognitive Services OpenAI User on the resource." },
            401 => told with { Why = "the key or the address is wrong", Kind = RefusalKind.Closed, Mend = $"Mend {Settings}:Key or Endpoint." },
            403 => told with { Why = "it refuses us (403)", Kind = RefusalKind.Closed },
            404 => told with { Why = "there is no such model, or the address is wrong", Kind = RefusalKind.Closed, Mend = $"Mend {Settings}:Model or Endpoint." },
            429 when code == "insufficient_quota" || type == "insufficient_quota" => told with { Why = "quota used up", Kind = RefusalKind.Closed, Mend = "See to plan and billing of the account." },
            429 => told with { Why = "throttled", Kind = RefusalKind.Throttled },
            408 or >= 500 => told with { Why = string.Create(CultureInfo.InvariantCulture, $"it is in trouble ({status})") },
            200 => told with { Why = $"it broke off with an error{Bracketed(named)}" },
            _ => told with { Why = string.Create(CultureInfo.InvariantCulture, $"an unexpected answer ({status})") },
        };
    }

    private static string Bracketed(string code) => code.Length == 0 ? "" : $" ({code})";

    /// <summary>Azure spells both names in two ways.</summary>
    private static bool IsJailbreak(JsonElement? error)
    {
        var inner = ModelJson.Member(error, "innererror") ?? ModelJson.Member(error, "inner_error");
        var results = ModelJson.Member(inner, "content_filter_result") ?? ModelJson.Member(inner, "content_filter_results");
        return ModelJson.IsTrue(ModelJson.Member(results, "jailbreak"), "detected");
    }
}

internal enum RefusalKind
{
    /// <summary>May pass by itself.</summary>
    Trouble,

    /// <summary>Too fast.</summary>
    Throttled,

    /// <summary>Somebody has to mend it.</summary>
    Closed,

    /// <summary>About this post alone: the next may pass.</summary>
    OfThisPost,

    /// <summary>Less may pass.</summary>
    Shortens,

    /// <summary>Without the field that <see cref="ModelRefusal.Code"/> names it may pass.</summary>
    Field,

    /// <summary>The same may pass.</summary>
    Again,
}
