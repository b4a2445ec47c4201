using PageWatch.Domain.Posts;
using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>The embedded reader with what an adviser said of the texts of one batch. Pure: the advice was fetched before.</summary>
/// <param name="adviser">The adviser's name, for remarks.</param>
/// <param name="advice">By <see cref="AdviceText.Text"/>; a text that nobody asked about is read by the embedded reader alone, without a remark.</param>
internal sealed class AdvisedReader(IPostReader embedded, string adviser, IReadOnlyDictionary<string, Advice> advice) : IPostReader
{
    /// <summary>As many as the embedded reader gives.</summary>
    private const int MostTopics = 3;

    private const int LongestTopic = 60;

    public Reading Read(Post post)
    {
        var reading = embedded.Read(post);
        var asked = AdviceText.Of(post);
        return advice.GetValueOrDefault(asked.Text) switch
        {
            Advice.Given given => Merge(reading, given, post.Text, asked),
            Advice.NotGiven none => reading with { Remark = Remark(reading.Remark, $"{adviser} gave no advice: {none.Why}") },
            _ => reading,
        };
    }

    private Reading Merge(Reading reading, Advice.Given given, string text, AdviceText asked)
    {
        var opinions = AdvisedPlaces.Opinions(given.Opinions, text, asked.Offset);
        var personal = AdvisedPlaces.Personal(reading.Personal, given.Personal ?? [], text, asked.Offset);
        var merged = Agreement.Between(reading, given);
        return merged with
        {
            Language = given.Language,
            LanguageConfidence = given.LanguageConfidence,
            Sentiment = given.Sentiment,
            SentimentConfidence = given.SentimentConfidence,
            Topics = Topics(reading, given.KeyPhrases, given.Personal ?? [], asked.Text),
            Evidence = AdvisedPlaces.Evidence(reading, merged.Intent, given.Sentiment, opinions),
            Personal = personal,
            Opinions = opinions,
            Remark = Remark(reading.Remark, RemarkOf(given)),
            ReadBy = $"{given.By} + {reading.ReadBy}",
        };
    }

    private string? RemarkOf(Advice.Given given)
    {
        IReadOnlyList<string> remarks = given.IsCut ? ["only the beginning was read", .. given.Remarks] : given.Remarks;
        return remarks.Count == 0 ? null : $"{adviser}: {string.Join(", ", remarks)}";
    }

    /// <summary>The text's own words, and none of them personal: a topic stands in drafts and lists.</summary>
    private static IReadOnlyList<string> Topics(Reading reading, IReadOnlyList<string>? phrases, IReadOnlyList<PersonalDatum> personal, string text)
    {
        if (phrases is null)
            return reading.Topics;
        var named = personal.Where(datum => AdvisedPlaces.IsIn(datum.Start, datum.Length, text)).Select(datum => text.Substring(datum.Start, datum.Length)).ToList();
        var topics = phrases
            .Where(phrase => phrase.Length is > 1 and <= LongestTopic && !phrase.Contains(PersonalMask.Cover, StringComparison.Ordinal))
            // Phrases come without places. One that the text does not hold was made up, or put together anew.
            .Where(phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase))
            .Where(phrase => !named.Exists(name => name.Contains(phrase, StringComparison.OrdinalIgnoreCase) || phrase.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Take(MostTopics)
            .ToList();
        return topics.Count > 0 ? topics : reading.Topics;
    }

    private static string? Remark(string? before, string? added) => before is null ? added : added is null ? before : $"{before}; {added}";
}
