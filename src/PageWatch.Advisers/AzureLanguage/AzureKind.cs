namespace PageWatch.Advisers.AzureLanguage;

/// <summary>One kind of analysis: a call asks for one. Limits are those of https://learn.microsoft.com/azure/ai-services/language-service/concepts/data-limits</summary>
/// <param name="Name">As requests say it.</param>
/// <param name="MostDocuments">In one call.</param>
/// <param name="Words">For remarks: "no key phrases".</param>
internal sealed record AzureKind(string Name, int MostDocuments, string Words)
{
    public static AzureKind Language { get; } = new("LanguageDetection", 1_000, "language");

    public static AzureKind Sentiment { get; } = new("SentimentAnalysis", 10, "sentiment");

    public static AzureKind KeyPhrases { get; } = new("KeyPhraseExtraction", 10, "key phrases");

    public static AzureKind Personal { get; } = new("PiiEntityRecognition", 5, "personal data");

    /// <summary>What answers call themselves.</summary>
    public string Results => Name + "Results";
}
