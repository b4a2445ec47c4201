namespace PageWatch.Advisers.LanguageModel;

/// <summary>Reads up to a limit and not beyond: a stream that never ends would fill the memory within the deadline.</summary>
/// <param name="most">Bytes.</param>
internal sealed class LimitedStream(Stream from, long most) : Stream
{
    private long left = most;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => Counted(await from.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => Counted(from.Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Counted(int read) => (left -= read) >= 0 ? read : throw new AnswerTooLargeException("The answer is larger than any that was asked for.");
}

/// <summary>An answer went on beyond what is read of one.</summary>
internal sealed class AnswerTooLargeException(string message) : IOException(message);
