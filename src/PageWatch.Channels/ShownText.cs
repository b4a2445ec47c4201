using System.Text;

namespace PageWatch.Channels;

/// <summary>What every way to staff makes of a text before its own escaping: nothing in it steers a screen, a terminal or the text around it.</summary>
/// <remarks>
/// Posts were cleaned when they came in. What a page answers, names a picture or writes into an error was not, and reaches cards all the same.
/// White space stays where it is, so that this can be done to any stretch of a text.
/// </remarks>
internal static class ShownText
{
    /// <summary>Drops control characters (line feeds and tabs stay), marks that turn the direction of text, and characters that are none; line ends become \n.</summary>
    public static string Of(string text)
    {
        StringBuilder? kept = null;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var instead = c switch
            {
                '\n' or '\t' => c,
                '\u2028' or '\u2029' => '\n',
                '\r' => i + 1 < text.Length && text[i + 1] == '\n' ? '\0' : '\n',
                _ when char.IsControl(c) || SteersDirection(c) || IsNone(c) => '\0',
                _ => c,
            };
            if (instead == c && kept is null)
                continue;
            kept ??= new StringBuilder(text, 0, i, text.Length);
            if (instead != '\0')
                kept.Append(instead);
        }

        return kept?.ToString() ?? text;
    }

    /// <summary>The same in one line, for what stands beside something else.</summary>
    public static string Line(string text) => Of(text).Replace('\n', ' ').Replace('\t', ' ');

    private static bool SteersDirection(char c) =>
        c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\u061C';

    private static bool IsNone(char c) => c is '\uFEFF' or '\uFFFE' or '\uFFFF' or (>= '\uFDD0' and <= '\uFDEF');
}
