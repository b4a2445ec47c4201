using System.Globalization;
using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Publishing;

/// <summary>How long a text is by a platform's own measure. Never throws for a text.</summary>
public static class ReplyLength
{
    public static int Of(string text, LengthUnit unit) => unit switch
    {
        LengthUnit.Characters => text.Length,
        LengthUnit.Utf8Bytes => Encoding.UTF8.GetByteCount(text),
        LengthUnit.Graphemes => new StringInfo(text).LengthInTextElements,
        LengthUnit.GraphemesShortLinks => PlatformCount.GraphemesShortLinks(text),
        LengthUnit.Weighted => PlatformCount.Weighted(text),
        LengthUnit.CharactersEmojiBytes => PlatformCount.CharactersEmojiBytes(text),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "No such unit of length."),
    };

    /// <summary>How much longer it is than the page takes, in <see cref="PageCapabilities.LengthUnit"/>; 0 when it fits or nothing limits it.</summary>
    public static int Over(string text, PageCapabilities can) =>
        can.LongestReply > 0 ? Math.Max(0, Of(text, can.LengthUnit) - can.LongestReply) : 0;
}
