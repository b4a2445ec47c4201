using System.Text;
using System.Text.RegularExpressions;

namespace PageWatch.Platforms.WordPress;

/// <summary>Dresses an approved reply so that the page shows those very words.</summary>
internal static partial class WordPressText
{
    /// <summary>Bytes of a comment that WordPress keeps: <c>wp_get_comment_fields_max_lengths</c>.</summary>
    public const int LongestHtml = 65_525;

    /// <summary>
    /// Escapes what is markup, and what WordPress would show as something else: <c>:D</c> and <c>8)</c> become pictures, <c>3x4</c> a multiplication
    /// sign, <c>(tm)</c> a mark, <c>Wordpress</c> gets its capital, <c>[word]</c> may be a plug-in's shortcode. Quotes, dashes and dots stay as typed:
    /// the site sets them in its own typography, as it does with everybody's.
    /// </summary>
    /// <remarks>seen in wp-includes/formatting.php (wptexturize, convert_smilies, capital_P_dangit); https://developer.wordpress.org/reference/functions/wptexturize/</remarks>
    public static string ToHtml(string text) =>
        Special().Replace(text.ReplaceLineEndings("\n"), match => match.Value[0] switch
        {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            var c => $"&#{(int)c};",
        });

    public static bool Fits(string html) => Encoding.UTF8.GetByteCount(html) <= LongestHtml;

    [GeneratedRegex(@"[&<>\[]|(?<!\S)[:;](?=\S)|(?<!\S)8(?=-?[)O])|(?<=[0-9.,])x(?=[0-9])|\((?=tm\))|W(?=ordpress)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Special();
}
