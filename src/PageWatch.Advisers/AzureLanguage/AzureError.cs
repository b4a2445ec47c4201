using System.Text.Json;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>The codes of an error; its messages change, and hold what was sent.</summary>
/// <param name="Outer">The code itself; empty for none.</param>
/// <param name="Inner">The deepest inner error's; empty for none.</param>
internal readonly record struct AzureError(string Outer, string Inner)
{
    private const int MostDepth = 8;
    private const int LongestCode = 64;

    public static AzureError None { get; } = new("", "");

    /// <summary>Both, apart by a comma.</summary>
    public string All => Inner.Length == 0 ? Outer : $"{Outer}, {Inner}";

    /// <param name="error">What stands under "error"; null for nothing.</param>
    public static AzureError In(JsonElement? error)
    {
        if (error is not { } outer)
            return None;
        var inner = AzureJson.Object(outer, "innererror");
        var code = "";
        for (var depth = 0; inner is { } deeper && depth < MostDepth; depth++)
        {
            code = AzureJson.Text(deeper, "code") ?? code;
            inner = AzureJson.Object(deeper, "innererror");
        }

        return new AzureError(Plain(AzureJson.Text(outer, "code")), Plain(code));
    }

    /// <summary>In words for people, for one text.</summary>
    /// <param name="language">That the text was sent with.</param>
    public string WhyNotThisText(string? language) => (Outer, Inner) switch
    {
        (_, "UnsupportedLanguageCode") => $"language '{language}' is not supported",
        (_, "InvalidDocument") => "it cannot read the text",
        ("", "") => "it refuses the text",
        _ => $"it refuses the text ({All})",
    };

    /// <summary>Letters, digits and a few signs: what a code or an id is made of, and nothing that could steer a log or a card.</summary>
    public static string Plain(string? code)
    {
        if (string.IsNullOrEmpty(code))
            return "";
        return string.Concat(code.Take(LongestCode).Where(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));
    }
}
