using System.Globalization;
using System.Text.Json;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>One document of an answer into our words; the folder's README has the table. What cannot be read is null, what is odd is left out.</summary>
internal static class AzureMapping
{
    private const int MostSentences = 1_000;
    private const int MostOpinions = 50;
    private const int MostPhrases = 100;
    private const int MostPersonal = 500;

    public static DetectedLanguage? Language(JsonElement document)
    {
        if (AzureJson.Object(document, "detectedLanguage") is not { } detected || AzureJson.Text(detected, "iso6391Name") is not { } code)
            return null;
        if (code == "(Unknown)")
            return DetectedLanguage.Unknown;
        if (code.Length is < 2 or > 12 || !char.IsAsciiLetter(code[0]) || code.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            return null;
        var tag = code.ToLowerInvariant();
        // Detection and analysis spell some languages each in a way of its own.
        var asked = tag switch { "zh_chs" => "zh-hans", "zh_cht" => "zh-hant", "nb" => "no", _ => tag.Replace('_', '-') };
        return new DetectedLanguage(asked, tag.Split('-', '_')[0], AzureJson.Share(detected, "confidenceScore"));
    }

    public static FoundSentiment? Sentiment(JsonElement document)
    {
        if (SentimentOf(document) is not { } sentiment)
            return null;
        var scores = AzureJson.Object(document, "confidenceScores");
        var found = new SentimentScores(AzureJson.Share(scores, "positive"), AzureJson.Share(scores, "neutral"), AzureJson.Share(scores, "negative"));
        var sentences = AzureJson.Array(document, "sentences", MostSentences).ToList();
        var confidence = sentiment switch
        {
            Domain.Understanding.Sentiment.Positive => found.Positive,
            Domain.Understanding.Sentiment.Negative => found.Negative,
            Domain.Understanding.Sentiment.Neutral => found.Neutral,
            _ => MixedConfidence(sentences, found),
        };
        return new FoundSentiment(sentiment, confidence, found, [.. sentences.SelectMany(sentence => Opinions(sentence)).Take(MostOpinions)]);
    }

    public static IReadOnlyList<string>? KeyPhrases(JsonElement document) =>
        document.TryGetProperty("keyPhrases", out var phrases) && phrases.ValueKind == JsonValueKind.Array
            ? [.. AzureJson.Array(document, "keyPhrases", MostPhrases).Select(AzureJson.TextOf).OfType<string>()]
            : null;

    public static IReadOnlyList<PersonalDatum>? Personal(JsonElement document) =>
        document.TryGetProperty("entities", out var entities) && entities.ValueKind == JsonValueKind.Array
            ? [.. AzureJson.Array(document, "entities", MostPersonal).Select(Datum).OfType<PersonalDatum>()]
            : null;

    /// <summary>What a person should know; others are Azure's own affair.</summary>
    public static IEnumerable<string> Warnings(JsonElement document) => AzureJson.Array(document, "warnings", 20)
        .Select(warning => AzureJson.Text(warning, "code"))
        .Select(code => code switch
        {
            "LongWordsInDocument" => "very long words were cut",
            "DocumentTruncated" => "it cut the text",
            _ => null,
        })
        .OfType<string>();

    /// <summary>Mixed is said where one sentence is positive and another negative, and has no score: it is right where the surest of both are.</summary>
    private static double MixedConfidence(IReadOnlyList<JsonElement> sentences, SentimentScores scores)
    {
        double positive = 0, negative = 0;
        foreach (var sentence in sentences)
        {
            var told = AzureJson.Object(sentence, "confidenceScores");
            switch (SentimentOf(sentence))
            {
                case Domain.Understanding.Sentiment.Positive:
                    positive = Math.Max(positive, AzureJson.Share(told, "positive"));
                    break;
                case Domain.Understanding.Sentiment.Negative:
                    negative = Math.Max(negative, AzureJson.Share(told, "negative"));
                    break;
            }
        }

        return positive > 0 && negative > 0 ? positive * negative : Math.Min(1, 2 * Math.Min(scores.Positive, scores.Negative));
    }

    private static IEnumerable<Opinion> Opinions(JsonElement sentence)
    {
        var assessments = AzureJson.Array(sentence, "assessments", MostOpinions).Select(AssessmentOf).ToList();
        var isTold = new bool[assessments.Count];
        foreach (var target in AzureJson.Array(sentence, "targets", MostOpinions))
        {
            if (SentimentOf(target) is not { } sentiment || PlaceOf(target) is not { } place)
                continue;
            var said = new List<Assessment>();
            foreach (var relation in AzureJson.Array(target, "relations", MostOpinions).Where(each => AzureJson.Text(each, "relationType") == "assessment"))
            {
                if (AssessmentAt(AzureJson.Text(relation, "ref")) is not { } at || at >= assessments.Count || assessments[at] is not { } assessment)
                    continue;
                isTold[at] = true;
                said.Add(assessment);
            }

            yield return new Opinion(place, sentiment, said);
        }

        for (var i = 0; i < assessments.Count; i++)
        {
            if (!isTold[i] && assessments[i] is { } alone)
                yield return new Opinion(null, alone.Sentiment, [alone]);
        }
    }

    /// <summary>
    /// "#/documents/0/sentences/1/assessments/2", rooted somewhere: its end tells. A target's assessments are of its own sentence, so the document and the sentence in it tell
    /// nothing new.
    /// </summary>
    private static int? AssessmentAt(string? pointer) =>
        pointer?.Split('/') is [.., "documents", _, "sentences", _, "assessments", var last] && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;

    private static Assessment? AssessmentOf(JsonElement assessment) =>
        SentimentOf(assessment) is { } sentiment && PlaceOf(assessment) is { } place ? new Assessment(place, sentiment, AzureJson.IsTrue(assessment, "isNegated")) : null;

    private static PersonalDatum? Datum(JsonElement entity) =>
        PlaceOf(entity) is { } place && AzureJson.Text(entity, "category") is { } category ? new PersonalDatum(place.Start, place.Length, KindOf(category)) : null;

    // An open set, of which only these were asked for.
    private static PersonalKind KindOf(string category) => category switch
    {
        "Email" => PersonalKind.Email,
        "PhoneNumber" => PersonalKind.Phone,
        "CreditCardNumber" => PersonalKind.Card,
        "InternationalBankingAccountNumber" => PersonalKind.Iban,
        "Person" => PersonalKind.Person,
        "Address" => PersonalKind.Address,
        _ => PersonalKind.Other,
    };

    private static TextPlace? PlaceOf(JsonElement told) =>
        AzureJson.Whole(told, "offset") is { } start && AzureJson.Whole(told, "length") is { } length && start >= 0 && length > 0 ? new TextPlace(start, length) : null;

    private static Sentiment? SentimentOf(JsonElement told) => AzureJson.Text(told, "sentiment") switch
    {
        "positive" => Domain.Understanding.Sentiment.Positive,
        "neutral" => Domain.Understanding.Sentiment.Neutral,
        "negative" => Domain.Understanding.Sentiment.Negative,
        "mixed" => Domain.Understanding.Sentiment.Mixed,
        _ => null,
    };
}

/// <param name="Asked">As calls name it.</param>
/// <param name="Tag">The language alone, as readings name it.</param>
internal sealed record DetectedLanguage(string Asked, string Tag, double Confidence)
{
    public static DetectedLanguage Unknown { get; } = new("", "und", 0);
}

internal sealed record FoundSentiment(Sentiment Sentiment, double Confidence, SentimentScores Scores, IReadOnlyList<Opinion> Opinions);
