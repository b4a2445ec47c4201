using System.Text.Json;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>A translation as a model says it, before any of it is believed.</summary>
internal sealed record TranslationAnswer(string Text, string Language)
{
    /// <returns>Null for another shape.</returns>
    public static TranslationAnswer? Read(string answer) =>
        ModelJson.Parse(ModelAnswer.WithoutFence(answer)) is { ValueKind: JsonValueKind.Object } json && ModelJson.Text(json, "translation") is { } text && ModelJson.Text(json, "language") is { } language
            ? new TranslationAnswer(text, language)
            : null;
}
