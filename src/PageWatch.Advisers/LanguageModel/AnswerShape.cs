namespace PageWatch.Advisers.LanguageModel;

/// <summary>The shape in which a model is asked to answer.</summary>
/// <param name="Schema">JSON Schema, as strict output takes it.</param>
internal sealed record AnswerShape(string Name, string Schema)
{
    public static AnswerShape Drafts { get; } = new("reply_drafts", """
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
        """);

    public static AnswerShape Translation { get; } = new("translation", """
        {
          "type": "object",
          "properties": {
            "translation": { "type": "string", "description": "The text in the language asked for, plain text." },
            "language": { "type": "string", "description": "BCP 47 tag of the translation." }
          },
          "required": ["translation", "language"],
          "additionalProperties": false
        }
        """);
}
