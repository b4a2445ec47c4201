using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PageWatch.Domain.Understanding;

namespace PageWatch.Advisers.AzureLanguage;

/// <summary>Asks Azure AI Language: first which language each text is in, then, side by side, how it sounds, what it is about and whom it names.</summary>
internal sealed partial class AzureLanguageAdviser(
    IOptions<AzureLanguageOptions> options, AzureLanguageClient client, AzurePace pace, AzureRests rests, AdviserMeter meter, ILogger<AzureLanguageAdviser> logger) : IReadingAdviser
{
    /// <summary>Calls of one kind that are under way together.</summary>
    private const int MostAtOnce = 4;

    private const string LeftOut = "the answer leaves the text out";

    public string Name => "Azure AI Language";

    public AdviceTerms Terms { get; } = new(options.Value.Deadline, options.Value.MaskPersonal, options.Value.OwnPosts, options.Value.BaselinePosts);

    public async Task<IReadOnlyList<Advice>> AdviseAsync(IReadOnlyList<AdviceRequest> texts, CancellationToken cancellationToken)
    {
        var documents = texts.Select((text, place) => AzureDocument.Of(place, text)).ToList();
        var detected = await AskAsync(AzureKind.Language, documents.Where(document => !string.IsNullOrWhiteSpace(document.Text)), AzureMapping.Language, cancellationToken);
        List<AzureDocument> known = [.. documents
            .Where(document => detected.Found.TryGetValue(document.Place, out var language) && language.Value != DetectedLanguage.Unknown)
            .Select(document => document with { Language = detected.Found[document.Place].Value.Asked })];
        var sentiments = AskAsync(AzureKind.Sentiment, known, AzureMapping.Sentiment, cancellationToken);
        var phrases = AskAsync(AzureKind.KeyPhrases, options.Value.KeyPhrases ? known : [], AzureMapping.KeyPhrases, cancellationToken);
        var personal = AskAsync(AzureKind.Personal, options.Value.PersonalData ? known : [], AzureMapping.Personal, cancellationToken);
        var (sounds, about, names) = (await sentiments, await phrases, await personal);

        var advice = documents.Select(document => Together(document, detected, sounds, about, names)).ToList();
        foreach (var each in advice)
            meter.Advised(each is Advice.Given);
        return advice;
    }

    private static Advice Together(
        AzureDocument document, Answers<DetectedLanguage> languages, Answers<FoundSentiment> sentiments, Answers<IReadOnlyList<string>> phrases, Answers<IReadOnlyList<PersonalDatum>> personal)
    {
        if (string.IsNullOrWhiteSpace(document.Text))
            return new Advice.NotGiven("there is no text");
        var place = document.Place;
        if (!languages.Found.TryGetValue(place, out var language))
            return new Advice.NotGiven(languages.WhyNot(place));
        if (language.Value == DetectedLanguage.Unknown)
            return new Advice.NotGiven("the language was not recognised");
        // Without a sentiment there is no advice worth the name.
        if (!sentiments.Found.TryGetValue(place, out var sentiment))
            return new Advice.NotGiven(sentiments.WhyNot(place));
        var remarks = new HashSet<string>(sentiment.Warnings);
        return new Advice.Given
        {
            By = $"azure-language {sentiment.Model}",
            Language = language.Value.Tag,
            LanguageConfidence = language.Value.Confidence,
            Sentiment = sentiment.Value.Sentiment,
            SentimentConfidence = sentiment.Value.Confidence,
            Scores = sentiment.Value.Scores,
            Opinions = sentiment.Value.Opinions,
            KeyPhrases = Beside(AzureKind.KeyPhrases, phrases),
            Personal = Beside(AzureKind.Personal, personal),
            IsCut = document.IsCut,
            Remarks = [.. remarks],
        };

        T? Beside<T>(AzureKind kind, Answers<T> answers)
            where T : class
        {
            if (answers.Found.TryGetValue(place, out var found))
            {
                remarks.UnionWith(found.Warnings);
                return found.Value;
            }

            if (answers.Refused.TryGetValue(place, out var why))
                remarks.Add($"no {kind.Words} ({why})");
            return null;
        }
    }

    /// <summary>Asks for one kind of analysis in as many calls as that needs. Never throws.</summary>
    private async Task<Answers<T>> AskAsync<T>(AzureKind kind, IEnumerable<AzureDocument> documents, Func<JsonElement, T?> read, CancellationToken cancellationToken)
        where T : class
    {
        var answers = new Answers<T>();
        using var turns = new SemaphoreSlim(MostAtOnce);
        await Task.WhenAll(AzureRequest.Batches(kind, documents).Select(async batch =>
        {
            // Not with the token: what has no turn in time is told so below.
            await turns.WaitAsync(CancellationToken.None);
            try
            {
                await AskAsync(kind, batch, read, answers, cancellationToken);
            }
            finally
            {
                turns.Release();
            }
        }));
        return answers;
    }

    private async Task AskAsync<T>(AzureKind kind, IReadOnlyList<AzureDocument> batch, Func<JsonElement, T?> read, Answers<T> answers, CancellationToken cancellationToken)
        where T : class
    {
        if (rests.WhyNot(kind) is { } resting)
        {
            answers.Refuse(batch, resting);
            return;
        }

        if (!await pace.WaitAsync(kind, cancellationToken))
        {
            answers.Refuse(batch, "no answer in time");
            return;
        }

        var reply = await client.SendAsync(kind, AzureRequest.Body(kind, batch), cancellationToken);
        meter.Called(kind.Name, reply switch { AzureReply.Answered => 200, AzureReply.Refused refused => refused.Refusal.Status, _ => 0 });
        switch (reply)
        {
            case AzureReply.Answered { Results: var results }:
                rests.Answered();
                answers.Take(batch, results, read);
                break;

            case AzureReply.Refused { Refusal.Kind: RefusalKind.Splits } when batch.Count > 1:
                await AskAsync(kind, [.. batch.Take(batch.Count / 2)], read, answers, cancellationToken);
                await AskAsync(kind, [.. batch.Skip(batch.Count / 2)], read, answers, cancellationToken);
                break;

            case AzureReply.Refused { Refusal: var refusal }:
                answers.Refuse(batch, refusal.Why);
                if (rests.Refused(kind, refusal) is { } rest)
                    Log.Resting(logger, kind.Name, rest, refusal.Why, refusal.Status, refusal.Code, refusal.RequestId, refusal.Mend);
                break;
        }
    }

    /// <summary>What one kind of analysis gave, by the place of the text.</summary>
    private sealed class Answers<T>
        where T : class
    {
        private readonly Lock door = new();

        public Dictionary<int, Answer<T>> Found { get; } = [];

        public Dictionary<int, string> Refused { get; } = [];

        public string WhyNot(int place) => Refused.GetValueOrDefault(place, LeftOut);

        public void Refuse(IReadOnlyList<AzureDocument> batch, string why)
        {
            lock (door)
            {
                foreach (var document in batch)
                    Refused[document.Place] = why;
            }
        }

        /// <summary>Takes only what was asked for, whatever else the answer names.</summary>
        public void Take(IReadOnlyList<AzureDocument> batch, AzureResults results, Func<JsonElement, T?> read)
        {
            lock (door)
            {
                foreach (var document in batch)
                {
                    if (results.Documents.TryGetValue(document.Place, out var told) && read(told) is { } value)
                        Found[document.Place] = new Answer<T>(value, results.Model, [.. AzureMapping.Warnings(told)]);
                    else
                        Refused[document.Place] = results.Errors.TryGetValue(document.Place, out var error) ? error.WhyNotThisText(document.Language) : LeftOut;
                }
            }
        }
    }

    private sealed record Answer<T>(T Value, string Model, IReadOnlyList<string> Warnings);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Azure AI Language is not asked ({Kind}) for {Rest}: {Why}. Status {Status}, code \"{Code}\", request \"{RequestId}\". {Mend}")]
        public static partial void Resting(ILogger logger, string kind, TimeSpan rest, string why, int status, string code, string requestId, string mend);
    }
}
