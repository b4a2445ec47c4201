using PageWatch.Domain.Understanding;
using PageWatch.Pipeline.Understanding;

namespace PageWatch.Pipeline.Tests.Understanding.Behaviour;

/// <summary>The reader that behaviour, fairness and hostile texts are tried on: the one that the service reads with.</summary>
internal static class ReaderUnderTest
{
    public static IPostReader Reader { get; } = new StarterReader();

    /// <summary>As it signs its readings.</summary>
    public const string Name = StarterReader.NameAndVersion;

    /// <param name="language">What the platform says; "und" for nothing.</param>
    public static Reading Read(string text, string language) => Reader.Read(Written.Post(text) with { LanguageHint = language == "und" ? null : language });
}
