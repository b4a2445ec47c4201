using System.Buffers.Text;

namespace PageWatch.Benchmarks.Load;

/// <summary>As much of HTTP/1.1 as two ends on one machine need.</summary>
internal static class HttpText
{
    /// <returns>False while the head is not whole.</returns>
    /// <param name="whole">Bytes of head and body together.</param>
    public static bool TryMeasure(ReadOnlySpan<byte> bytes, out int whole)
    {
        whole = 0;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var head = bytes[..(end + 2)];
        whole = end + 4;
        while (head.IndexOf("\r\n"u8) is var line and >= 0)
        {
            var each = head[..line];
            head = head[(line + 2)..];
            if (each.Length > 15 && (each[0] | 0x20) == 'c' && each[14] == ':' && Utf8Parser.TryParse(each[15..].TrimStart(" "u8), out int length, out _))
                whole = end + 4 + length;
            else if (each.StartsWith("Transfer-Encoding: chunked"u8))
                throw new IOException("The service answers in chunks.");
        }

        return true;
    }
}
