namespace PageWatch.Domain.Understanding;

/// <summary>What an adviser says of one text. Places are in UTF-16 units of the text it was told, and may be wrong: it is outside.</summary>
public abstract record Advice
{
    private Advice()
    {
    }

    /// <param name="Why">In words for people, to follow a colon: "throttled", "language 'xx' is not supported".</param>
    public sealed record NotGiven(string Why) : Advice;

    public sealed record Given : Advice
    {
        /// <summary>Name and version of the model: "azure-language 2025-01-01".</summary>
        public required string By { get; init; }

        /// <summary>The language alone, in lower case, as <see cref="Reading.Language"/>: "zh", never "zh-hans".</summary>
        public required string Language { get; init; }

        /// <summary>0 to 1.</summary>
        public required double LanguageConfidence { get; init; }

        public required Sentiment Sentiment { get; init; }

        /// <summary>0 to 1, as the adviser says it: how well it is calibrated is the adviser's affair.</summary>
        public required double SentimentConfidence { get; init; }

        public required SentimentScores Scores { get; init; }

        public IReadOnlyList<Opinion> Opinions { get; init; } = [];

        /// <summary>What it is about, in the text's own words; null when that was not asked, or not answered.</summary>
        public IReadOnlyList<string>? KeyPhrases { get; init; }

        /// <summary>Null when that was not asked, or not answered.</summary>
        public IReadOnlyList<PersonalDatum>? Personal { get; init; }

        /// <summary>Only the beginning of the text was read.</summary>
        public bool IsCut { get; init; }

        /// <summary>What a person should know of this advice, in words for people: warnings, and what is missing.</summary>
        public IReadOnlyList<string> Remarks { get; init; } = [];
    }
}

/// <summary>Each 0 to 1; together about 1. None of them belongs to <see cref="Sentiment.Mixed"/>.</summary>
public sealed record SentimentScores(double Positive, double Neutral, double Negative);
