using PageWatch.Domain.Understanding;

namespace PageWatch.Pipeline.Understanding;

/// <summary>Places that an adviser names, brought into the post's own text. What lies outside of it, in the title, or cuts a sign in two, is left out.</summary>
internal static class AdvisedPlaces
{
    /// <param name="offset">Where the post's text begins in the text that the adviser was told.</param>
    public static IReadOnlyList<Opinion> Opinions(IReadOnlyList<Opinion> opinions, string text, int offset)
    {
        var kept = new List<Opinion>();
        foreach (var opinion in opinions)
        {
            var target = opinion.Target is { } place ? Moved(place, text, offset) : null;
            var assessments = opinion.Assessments
                .Select(assessment => Moved(assessment.Place, text, offset) is { } moved ? assessment with { Place = moved } : null)
                .OfType<Assessment>()
                .ToList();
            if (target is not null || assessments.Count > 0)
                kept.Add(new Opinion(target, opinion.Sentiment, assessments));
        }

        return [.. kept.OrderBy(opinion => opinion.Target?.Start ?? opinion.Assessments[0].Place.Start)];
    }

    /// <summary>Both readers' finds; where they touch the same words, all of the words, as what the embedded reader calls them.</summary>
    public static IReadOnlyList<PersonalDatum> Personal(IReadOnlyList<PersonalDatum> embedded, IReadOnlyList<PersonalDatum> advised, string text, int offset)
    {
        var all = embedded.Select(datum => (datum, IsOurs: true))
            .Concat(advised.Where(datum => Moved(new TextPlace(datum.Start, datum.Length), text, offset) is not null).Select(datum => (datum with { Start = datum.Start - offset }, IsOurs: false)))
            .OrderBy(each => each.Item1.Start);
        var joined = new List<(PersonalDatum Datum, bool IsOurs)>();
        foreach (var (datum, isOurs) in all)
        {
            if (joined.Count == 0 || datum.Start >= joined[^1].Datum.Start + joined[^1].Datum.Length)
            {
                joined.Add((datum, isOurs));
                continue;
            }

            var (before, wasOurs) = joined[^1];
            var end = Math.Max(before.Start + before.Length, datum.Start + datum.Length);
            joined[^1] = (new PersonalDatum(before.Start, end - before.Start, wasOurs || !isOurs ? before.Kind : datum.Kind), wasOurs || isOurs);
        }

        return [.. joined.Select(each => each.Datum)];
    }

    /// <summary>The words that decided: on intent and urgency the embedded reader's, on sentiment the opinions', and where there are none those of the embedded reader that agree.</summary>
    public static IReadOnlyList<Evidence> Evidence(Reading reading, Intent intent, Sentiment sentiment, IReadOnlyList<Opinion> opinions)
    {
        var chosen = new ChosenEvidence();
        foreach (var evidence in reading.Evidence.Where(each => !IsSentiment(each.For) && (intent == reading.Intent || each.For != VerdictWords.Name(reading.Intent))))
            chosen.Add(evidence);
        foreach (var opinion in opinions)
        {
            foreach (var assessment in opinion.Assessments.Where(each => Speaks(each.Sentiment, sentiment)))
                chosen.Add(new Evidence(assessment.Place.Start, assessment.Place.Length, VerdictWords.Name(assessment.Sentiment)));
            if (opinion.Target is { } target && Speaks(opinion.Sentiment, sentiment))
                chosen.Add(new Evidence(target.Start, target.Length, VerdictWords.Name(opinion.Sentiment)));
        }

        foreach (var evidence in reading.Evidence.Where(each => IsSentiment(each.For) && (sentiment == Sentiment.Mixed || each.For == VerdictWords.Name(sentiment))))
            chosen.Add(evidence);
        return chosen.InOrder;
    }

    /// <summary>Whether the place lies in the text and begins and ends between signs.</summary>
    public static bool IsIn(int start, int length, string text) =>
        start >= 0 && length > 0 && start <= text.Length - length && IsBorder(text, start) && IsBorder(text, start + length);

    private static bool IsBorder(string text, int at) => at == 0 || at == text.Length || !char.IsSurrogatePair(text[at - 1], text[at]);

    private static TextPlace? Moved(TextPlace place, string text, int offset) =>
        place.Start >= offset && IsIn(place.Start - offset, place.Length, text) ? place with { Start = place.Start - offset } : null;

    private static bool IsSentiment(string what) => what is "positive" or "negative" or "mixed";

    private static bool Speaks(Sentiment of, Sentiment whole) => whole switch
    {
        Sentiment.Mixed => of != Sentiment.Neutral,
        Sentiment.Neutral => false,
        _ => of == whole,
    };
}
