using System.Globalization;
using PageWatch.Domain.Posts;

namespace PageWatch.Pipeline.Checks;

/// <summary>Puts values into the wording of checks.</summary>
internal static class CheckSay
{
    private const int LongestPiece = 40;

    public static string It(string wording, params object?[] values) => string.Format(CultureInfo.InvariantCulture, wording, values);

    /// <summary>A piece of the text, short and in one line.</summary>
    public static string Piece(string text) => CleanText.Line(text, LongestPiece);

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
