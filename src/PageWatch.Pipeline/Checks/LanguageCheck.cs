namespace PageWatch.Pipeline.Checks;

/// <summary>Another language than the post's, where both are surely known.</summary>
internal static class LanguageCheck
{
    private const double SurePost = 0.8;
    private const double SureReply = 0.9;

    /// <summary>Fewer words may be a name, a greeting, a foreign expression.</summary>
    private const int FewestWords = 4;

    public static IEnumerable<ReplyFinding> In(CheckedText text, ReplyOccasion occasion)
    {
        if (occasion.Reading is not { } reading)
            yield break;
        var wanted = reading.Language.Split('-')[0];
        if (wanted == "und" || reading.LanguageConfidence < SurePost || text.Words.Said < FewestWords)
            yield break;
        if (text.Language is { IsKnown: true, Confidence: >= SureReply } guess && guess.Language != wanted)
            yield return new(FindingKind.WrongLanguage, FindingLevel.Warning, CheckSay.It(CheckWording.Language, guess.Language, wanted), 0, 0, null);
    }
}
