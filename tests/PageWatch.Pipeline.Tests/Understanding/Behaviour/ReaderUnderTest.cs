using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;
using PageWatch.Pipeline.Understanding.Model;

namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>The reader that behaviour, fairness and hostile texts are tried on: the one that the service reads with.</summary>
internal static class ReaderUnderTest
{
    private static readonly TrainedReader Trained = new(ShippedModels.Open, new ReaderOptions());

    public static IPostReader Reader => Trained;

    /// <summary>As it signs its readings.</summary>
    public static string Name => Trained.ReadBy;

    /// <param name="language">What the platform says; "und" for nothing.</param>
    public static Reading Read(string text, string language) => Reader.Read(Written.Post(text) with { LanguageHint = language == "und" ? null : language });
}
