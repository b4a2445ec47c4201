using System.Buffers;
using System.Text;

namespace PageWatch.Platforms.Signatures;

/// <summary>The bytes of a body behind what a style signs before it: an id, a time. In borrowed memory, to be given back.</summary>
internal readonly ref struct SignedText
{
    private readonly byte[] borrowed;
    private readonly int length;

    public SignedText(string before, ReadOnlySpan<byte> body)
    {
        borrowed = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(before.Length) + body.Length);
        var written = Encoding.UTF8.GetBytes(before, borrowed);
        body.CopyTo(borrowed.AsSpan(written));
        length = written + body.Length;
    }

    public ReadOnlySpan<byte> Bytes => borrowed.AsSpan(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(borrowed);
}
