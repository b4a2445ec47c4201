using System.Globalization;
using System.Text;
using PageWatch.Domain.Sources;

namespace PageWatch.Domain.Publishing;

/// <summary>How long a text is by a platform's own measure.</summary>
public static class ReplyLength
{
    public static int Of(string text, LengthUnit unit) => unit switch
    {
        LengthUnit.Characters => text.Length,
        LengthUnit.Utf8Bytes => Encoding.UTF8.GetByteCount(text),
        LengthUnit.Graphemes => new StringInfo(text).LengthInTextElements,
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "No such unit of length."),
    };
}
