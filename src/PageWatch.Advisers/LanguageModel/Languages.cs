using PageWatch.Domain.Drafts;

namespace PageWatch.Advisers.LanguageModel;

/// <summary>In which language to write.</summary>
internal static class Languages
{
    private const int LongestTag = 20;

    /// <summary>The post's, else that of the embedded proposals. Never anything but a tag: it stands among the rules.</summary>
    public static string Wanted(DraftAsk ask) =>
        new[] { ask.Request.Reading.Language, ask.Embedded.Count > 0 ? ask.Embedded[0].Language : "" }.FirstOrDefault(IsTag) ?? "en";

    /// <summary>"pt" and "pt-br" are one.</summary>
    public static bool AreSame(string one, string other) => Primary(one) == Primary(other);

    public static string Primary(string tag) => tag.Split('-', '_')[0].Trim().ToLowerInvariant();

    private static bool IsTag(string tag) => tag is not "und" && tag.Length is >= 2 and <= LongestTag && tag.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
