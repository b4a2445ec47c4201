using System.Globalization;

namespace PageWatch.Platforms.GenericWebhook;

/// <summary>Replaces halves of characters that JSON spells out: senders cut texts in the middle of an emoji, and such a text cannot be decoded.</summary>
internal static class LoneSurrogates
{
    /// <summary>Bytes of <c>\uD83D</c>.</summary>
    private const int Length = 6;

    /// <returns>The very same bytes where there is nothing to mend, which is nearly always.</returns>
    public static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> json)
    {
        byte[]? mended = null;
        var bytes = json.Span;
        for (var at = 0; at < bytes.Length;)
        {
            var next = bytes[at..].IndexOf((byte)'\\');
            if (next < 0)
                break;
            at += next;
            if (CodeAt(bytes, at) is not { } code)
            {
                at += 2; // an escape of another kind, or a backslash that is itself escaped
                continue;
            }

            if (char.IsHighSurrogate(code) && CodeAt(bytes, at + Length) is { } low && char.IsLowSurrogate(low))
            {
                at += 2 * Length;
                continue;
            }

            if (char.IsSurrogate(code))
            {
                mended ??= json.ToArray();
                "\\uFFFD"u8.CopyTo(mended.AsSpan(at));
            }

            at += Length;
        }

        return mended ?? json;
    }

    private static char? CodeAt(ReadOnlySpan<byte> bytes, int at) =>
        at + Length <= bytes.Length && bytes[at] == '\\' && bytes[at + 1] == 'u' && ushort.TryParse(bytes.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? (char)code
            : null;
}
