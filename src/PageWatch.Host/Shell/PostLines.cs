using System.Text;

namespace PageWatch.Host.Shell;

/// <summary>Cuts a stream of UTF-8 into lines as they come, in memory that does not grow. What is no UTF-8 is read as U+FFFD.</summary>
/// <remarks>
/// Of an endless line its beginning and its end are kept. That is more than the reader looks at of a post (10,000 characters and the last 2,000), so
/// its answer is the one that the whole line would get.
/// </remarks>
internal sealed class PostLines(Stream input)
{
    /// <summary>What is kept of either end of a line.</summary>
    private const int Kept = 12_288;

    private const int Block = 1 << 16;

    private readonly byte[] _bytes = new byte[Block];
    private readonly char[] _letters = new char[Block + 2];
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly char[] _line = new char[3 * Kept];
    private int _length;
    private int _next;
    private int _end;
    private bool _isTaken = true;
    private bool _isAtStart = true;
    private bool _isEnded;

    /// <summary>Counted from 1; that of the line <see cref="TryNext"/> gave last.</summary>
    public long Number { get; private set; }

    /// <summary>Waits for more of the stream. Call it when <see cref="TryNext"/> has no further line.</summary>
    /// <returns>False when nothing more comes and every line was given.</returns>
    public async ValueTask<bool> MoreAsync(CancellationToken cancellationToken)
    {
        if (_isEnded)
            return false;
        var read = await input.ReadAsync(_bytes, cancellationToken);
        _isEnded = read == 0;
        _end = _decoder.GetChars(_bytes, 0, read, _letters, 0, flush: _isEnded);
        _next = 0;
        if (_isAtStart && _end > 0)
        {
            _isAtStart = false;
            // A mark of the byte order is none of the first line's letters.
            _next = _letters[0] == '\uFEFF' ? 1 : 0;
        }

        return true;
    }

    /// <param name="line">Without its end; good until the next call.</param>
    /// <returns>False when the next line is not whole yet.</returns>
    public bool TryNext(out ReadOnlySpan<char> line)
    {
        if (_isTaken)
        {
            _length = 0;
            _isTaken = false;
        }

        var rest = _letters.AsSpan(_next, _end - _next);
        var end = rest.IndexOf('\n');
        Append(end < 0 ? rest : rest[..end]);
        _next = end < 0 ? _end : _next + end + 1;
        // The last line may lack its end.
        if (end < 0 && !(_isEnded && _length > 0))
        {
            line = default;
            return false;
        }

        _isTaken = true;
        Number++;
        line = _line.AsSpan(0, _length > 0 && _line[_length - 1] == '\r' ? _length - 1 : _length);
        return true;
    }

    private void Append(ReadOnlySpan<char> letters)
    {
        while (letters.Length > 0)
        {
            if (_length == _line.Length)
            {
                _line.AsSpan(_length - Kept).CopyTo(_line.AsSpan(Kept));
                _length = 2 * Kept;
            }

            var fit = Math.Min(letters.Length, _line.Length - _length);
            letters[..fit].CopyTo(_line.AsSpan(_length));
            _length += fit;
            letters = letters[fit..];
        }
    }
}
