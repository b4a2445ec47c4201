using System.Diagnostics;
using Dapper;
using PageWatch.Pipeline.Journey;

namespace PageWatch.Storage.Postgres;

/// <summary>
/// Numbers for new rows, drawn from the database's sequences in blocks. A block is small at first, since people type some of these numbers and gaps look odd,
/// and grows while blocks are used up fast.
/// </summary>
internal sealed class PostgresNumbers(PostgresDatabase database)
{
    private const int Smallest = 16;
    private const int Largest = 2048;

    /// <summary>A block that lasts no longer than this was too small.</summary>
    private static readonly TimeSpan Fast = TimeSpan.FromSeconds(1);

    private readonly Block[] blocks = [.. Enum.GetValues<Numbered>().Select(_ => new Block())];

    public long Next(Numbered what)
    {
        var block = blocks[(int)what];
        lock (block)
        {
            if (block.Left.Count == 0)
                Draw(what, block);
            return block.Left.Dequeue();
        }
    }

    /// <summary>Forgets what is left: the next number is higher than any that another replica has drawn before.</summary>
    public void StartOver(Numbered what)
    {
        var block = blocks[(int)what];
        lock (block)
            block.Left.Clear();
    }

    /// <summary>Once in many numbers, on the caller's thread.</summary>
    private void Draw(Numbered what, Block block)
    {
        // Replies are few, and their order is the order in which they were made.
        var most = what == Numbered.Reply ? 1 : Largest;
        var isFast = block.Size > 0 && Stopwatch.GetElapsedTime(block.DrawnAt) < Fast;
        var size = Math.Min(most, block.Size == 0 ? Smallest : isFast ? block.Size * 2 : Math.Max(Smallest, block.Size / 2));
        var sql = $"SELECT nextval('{SequenceOf(what)}') FROM generate_series(1, @size)";
        var drawing = database.WriteAsync(connection => connection.Query<long>(sql, new { size }).AsList(), SavePriority.Click, CancellationToken.None);
        // A decision names what it creates, and is pure: it cannot await. What it waits for here runs on a thread of the database's own, so that nobody waits for whoever waits.
        foreach (var number in drawing.GetAwaiter().GetResult())
            block.Left.Enqueue(number);
        block.Size = size;
        block.DrawnAt = Stopwatch.GetTimestamp();
    }

    private static string SequenceOf(Numbered what) => what switch
    {
        Numbered.Post => "post_numbers",
        Numbered.Conversation => "conversation_numbers",
        Numbered.Nudge => "nudge_numbers",
        Numbered.Reply => "reply_numbers",
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "Nothing is numbered so."),
    };

    private sealed class Block
    {
        public Queue<long> Left { get; } = new();

        public int Size { get; set; }

        public long DrawnAt { get; set; }
    }
}
