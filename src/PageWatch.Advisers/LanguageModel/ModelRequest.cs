using System.Text.Json.Nodes;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>The body of a call.</summary>
internal static class ModelRequest
{
    private const string Format = "response_format";

    private const string Schema = """
        {
          "type": "object",
          "properties": {
            "declined": { "type": "boolean", "description": "True when the post holds no matter to answer." },
            "proposals": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "kind": { "type": "string", "enum": ["reply", "clarify", "offline"] },
                  "text": { "type": "string", "description": "The reply, plain text." },
                  "language": { "type": "string", "description": "BCP 47 tag of the reply." },
                  "clause": { "type": "integer", "description": "The number of the example that it follows, 0 for none." }
                },
                "required": ["kind", "text", "language", "clause"],
                "additionalProperties": false
              }
            }
          },
          "required": ["declined", "proposals"],
          "additionalProperties": false
        }
        """;

    /// <param name="without">A field that the server does not take; null for none. Without the limit's own field, the other one is tried.</param>
    public static BinaryData Body(LanguageModelOptions options, ModelPrompt prompt, string? without)
    {
        var limit = options.MaxTokensField == TokensField.MaxTokens ? "max_tokens" : "max_completion_tokens";
        if (without == limit)
            limit = limit == "max_tokens" ? "max_completion_tokens" : "max_tokens";
        var body = new JsonObject
        {
            ["model"] = options.Model,
            ["messages"] = new JsonArray(
                new JsonObject { ["role"] = "system", ["content"] = prompt.System },
                new JsonObject { ["role"] = "user", ["content"] = prompt.Data }),
            [limit] = options.MaxTokens,
            ["stream"] = true,
            [Format] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "reply_drafts", ["schema"] = JsonNode.Parse(Schema), ["strict"] = true },
            },
        };
        if (without is not null && (without == Format || without.StartsWith(Format + ".", StringComparison.Ordinal)))
            body.Remove(Format);
        return BinaryData.FromString(body.ToJsonString());
    }
}
