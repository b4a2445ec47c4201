using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PageWatch.Platforms.Markup;

/// <summary>Makes text of an answer's bytes, whatever it says of their encoding.</summary>
internal static class PageBytes
{
    private const char ByteOrderMark = '\uFEFF';

    private static readonly SearchValues<char> EndsOfLabel = SearchValues.Create(" ;,\"'\t");

    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>UTF-8; a byte that is none is read as windows-1252, which is what words pasted into such texts are.</summary>
    private static readonly Encoding Utf8OrWestern = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new WesternFallback());

    /// <param name="contentType">The header as it came; null when there was none.</param>
    public static string Read(ReadOnlySpan<byte> body, string? contentType)
    {
        if (body.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return Utf8OrWestern.GetString(body[3..]);
        if (Wide(body) is { } wide)
            return wide.GetString(body).TrimStart(ByteOrderMark);

        // A server that sends one charset for every text, and a program that declares what it does not write, are common. Text of another encoding
        // that is good UTF-8 all the same is not: so good UTF-8 is believed before any label.
        var isUtf8 = Utf8.IsValid(body) && !Ascii.IsValid(body);
        var told = isUtf8 ? null : Named(CharsetOf(contentType)) ?? Named(DeclaredIn(body));
        return (told ?? Utf8OrWestern).GetString(body);
    }

    private static Encoding? Wide(ReadOnlySpan<byte> body) => body switch
    {
        [0xFF, 0xFE, 0, 0, ..] => Encoding.UTF32,
        [0, 0, 0xFE, 0xFF, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: true),
        [0xFF, 0xFE, ..] or [(byte)'<' or (byte)'{', 0, not 0, 0, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] or [0, (byte)'<' or (byte)'{', 0, not 0, ..] => Encoding.BigEndianUnicode,
        _ => null,
    };

    /// <summary>What <c>charset=</c> says in a content type, however it is quoted.</summary>
    private static string? CharsetOf(string? contentType) => ValueAfter(contentType, "charset");

    /// <summary>What the XML declaration says, or a page's own <c>meta</c>: they are ASCII in every encoding that reaches this point.</summary>
    private static string? DeclaredIn(ReadOnlySpan<byte> body)
    {
        var head = Encoding.Latin1.GetString(body[..Math.Min(body.Length, 1024)]);
        var start = head.IndexOf("<?xml", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : head.IndexOf("?>", start, StringComparison.Ordinal);
        if (end >= 0)
            return ValueAfter(head[start..end], "encoding");
        // https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
        for (var meta = head.IndexOf("<meta", StringComparison.OrdinalIgnoreCase); meta >= 0; meta = head.IndexOf("<meta", meta + 5, StringComparison.OrdinalIgnoreCase))
        {
            var close = head.IndexOf('>', meta);
            if (ValueAfter(close < 0 ? head[meta..] : head[meta..close], "charset") is { Length: > 0 } told)
                return told;
        }

        return null;
    }

    private static string? ValueAfter(string? text, string name)
    {
        var at = text?.IndexOf(name, StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
            return null;
        var rest = text.AsSpan(at + name.Length).TrimStart();
        if (rest is not ['=', ..])
            return null;
        rest = rest[1..].Trim(" \t\"'");
        var end = rest.IndexOfAny(EndsOfLabel);
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private static Encoding? Named(string? name)
    {
        switch (name?.ToLowerInvariant())
        {
            case null or "":
                return null;
            // What calls itself Latin is windows-1252, as for browsers: https://encoding.spec.whatwg.org/#names-and-labels
            case "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "us-ascii" or "ascii" or "ansi" or "cp1252" or "windows-1252"
                or "utf8" or "utf-8" or "unicode-1-1-utf-8":
                return Utf8OrWestern;
            // The bytes were looked at before: they are not two a character, so the label is wrong.
            case "utf-16" or "utf-16le" or "utf-16be" or "utf-32" or "utf-32le" or "utf-32be" or "unicode" or "utf-7":
                return null;
            case "gb2312" or "gbk":
                return ByName("gb18030");
            case "sjis" or "x-sjis" or "shift-jis" or "windows-31j":
                return ByName("shift_jis");
            case var other:
                return ByName(other);
        }
    }

    private static Encoding? ByName(string name)
    {
        if (CodePagesEncodingProvider.Instance.GetEncoding(name) is { } page)
            return page;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return null; // a made-up label: as if there were none
        }
    }

    /// <summary>Reads bytes that are no UTF-8 as windows-1252.</summary>
    private sealed class WesternFallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private string read = "";
            private int next;

            public override int Remaining => read.Length - next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                read = Western.GetString(bytesUnknown);
                next = 0;
                return read.Length > 0;
            }

            public override char GetNextChar() => next < read.Length ? read[next++] : '\0';

            public override bool MovePrevious()
            {
                if (next == 0)
                    return false;
                next--;
                return true;
            }
        }
    }
}
