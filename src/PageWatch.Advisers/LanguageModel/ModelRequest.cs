using System.Text.Json.Nodes;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>The body of a call.</summary>
internal static class ModelRequest
{
    private const string Format = "response_format";

    /// <param name="system">Rules alone.</param>
    /// <param name="data">What the rules speak of: one JSON object.</param>
    /// <param name="without">A field that the server does not take; null for none. Without the limit's own field, the other one is tried.</param>
    public static BinaryData Body(LanguageModelOptions options, string system, string data, AnswerShape shape, string? without)
    {
        var limit = options.MaxTokensField == TokensField.MaxTokens ? "max_tokens" : "max_completion_tokens";
        if (without == limit)
            limit = limit == "max_tokens" ? "max_completion_tokens" : "max_tokens";
        var body = new JsonObject
        {
            ["model"] = options.Model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = system },
                new JsonObject { ["role"] = "user", ["content"] = data }),
            [limit] = options.MaxTokens,
            ["stream"] = true,
            [Format] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = shape.Name, ["schema"] = JsonNode.Parse(shape.Schema), ["strict"] = true },
            },
        };
        if (without is not null && (without == Format || without.StartsWith(Format + ".", StringComparison.Ordinal)))
            body.Remove(Format);
        return BinaryData.FromString(body.ToJsonString());
    }
}
