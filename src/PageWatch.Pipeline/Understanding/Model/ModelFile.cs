using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>
/// Reads and writes model files: four letters, the version of the format, then everything else compressed. Numbers are little endian.
/// </summary>
public static class ModelFile
{
    /// <summary>Counted up with every change of the format, the tokeniser, the hashes or the measures: they must be those of training.</summary>
    public const int FormatVersion = 2;

    private const string Damaged = "The model file is damaged or ends too early: copy it again, or train it anew.";

    private const int RowsOfBlock = 512;

    private const uint Magic = 0x314D5750; // "PWM1"

    /// <param name="stream">Stays open; what follows the model in it may have been read too.</param>
    /// <exception cref="InvalidDataException">It is no model file, one of another version, or one that is damaged. The message says the mend.</exception>
    public static TextModel Read(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || MemoryMarshal.Read<uint>(start) != Magic)
            throw new InvalidDataException("This is no PageWatch model file: it does not begin with PWM1.");
        var version = MemoryMarshal.Read<int>(start[4..]);
        if (version != FormatVersion)
            throw new InvalidDataException($"The model file has format {version}, this program reads {FormatVersion}: train it again with this program's trainer.");
        try
        {
            using var inflated = new DeflateStream(stream, CompressionMode.Decompress, leaveOpen: true);
            using var reader = new BinaryReader(new BufferedStream(inflated, 1 << 16));
            return ReadModel(reader);
        }
        catch (Exception problem) when (problem is InvalidDataException { Message: not Damaged } or EndOfStreamException or InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // What a reader of binary data meets when bytes are missing or changed, the inflater's own words for it too; all of it has one mend.
            throw new InvalidDataException(Damaged, problem);
        }
    }

    private static TextModel ReadModel(BinaryReader reader)
    {
        var name = reader.ReadString();
        var made = reader.ReadString();
        var lexicon = new Lexicon(Array<uint>(reader), Array<Valence>(reader));
        var cues = ReadCues(reader);
        var heads = new ModelHead[Few(reader)];
        for (var i = 0; i < heads.Length; i++)
        {
            var head = reader.ReadString();
            var labels = new string[Few(reader)];
            for (var l = 0; l < labels.Length; l++)
                labels[l] = reader.ReadString();
            heads[i] = new ModelHead(head, labels, reader.ReadInt32(), reader.ReadSingle(), reader.ReadSingle(), Array<float>(reader), Array<float>(reader), ReadCurve(reader));
        }

        var linear = ReadLinear(reader);
        var words = new HashIndex(Array<uint>(reader));
        var nets = new NetPart[Few(reader)];
        for (var i = 0; i < nets.Length; i++)
            nets[i] = new NetPart(ReadNet(reader), words, lexicon);
        var model = new TextModel(name, made, lexicon, cues, heads, linear, nets, words);
        if (heads.Any(head => !Fits(head, model.Columns)) || nets.Any(net => net.Weights.Shape.Columns != model.Columns) || model.Columns > LinearPart.MostColumns)
            throw new InvalidDataException(Damaged);
        return model;
    }

    private static bool Fits(ModelHead head, int columns) =>
        head.Labels.Count > 1 && head.FirstColumn >= 0 && head.FirstColumn <= columns - head.Columns
        && head.Intercepts.Length == head.Columns && head.DecisionIntercepts.Length == head.Columns;

    /// <param name="stream">Stays open.</param>
    public static void Write(TextModel model, Stream stream)
    {
        stream.Write(BitConverter.GetBytes(Magic));
        stream.Write(BitConverter.GetBytes(FormatVersion));
        using var deflated = new DeflateStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using var writer = new BinaryWriter(deflated);
        writer.Write(model.Name);
        writer.Write(model.Version);
        Write(writer, model.Lexicon.Words.ToArray());
        Write(writer, model.Lexicon.Valences.ToArray());
        WriteCues(writer, model.Cues);
        writer.Write(model.Heads.Count);
        foreach (var head in model.Heads)
        {
            writer.Write(head.Name);
            writer.Write(head.Labels.Count);
            foreach (var label in head.Labels)
                writer.Write(label);
            writer.Write(head.FirstColumn);
            writer.Write(head.LinearWeight);
            writer.Write(head.NetWeight);
            Write(writer, head.Intercepts);
            Write(writer, head.DecisionIntercepts);
            Write(writer, head.Confidence.Probabilities.ToArray());
            Write(writer, head.Confidence.Shares.ToArray());
        }

        WriteLinear(writer, model.Linear);
        Write(writer, model.Words.Hashes.ToArray());
        writer.Write(model.Nets.Count);
        foreach (var net in model.Nets)
            WriteNet(writer, net.Weights);
    }

    private static ConfidenceCurve ReadCurve(BinaryReader reader) => new(Array<float>(reader), Array<float>(reader));

    private static void WriteCues(BinaryWriter writer, CueBook cues)
    {
        writer.Write(string.Join(' ', cues.Languages));
        Write(writer, cues.Steps.ToArray());
        Write(writer, cues.Targets.ToArray());
        Write(writer, cues.Nodes.ToArray());
        Write(writer, cues.FirstSigns.ToArray());
        Write(writer, cues.Signs.ToArray());
    }

    private static CueBook ReadCues(BinaryReader reader) =>
        new(reader.ReadString().Split(' '), Array<uint>(reader), Array<int>(reader), Array<CueNode>(reader), Array<int>(reader), Array<CueSign>(reader));

    /// <summary>Column after column, rows that are empty left out: equal things side by side compress best.</summary>
    private static void WriteLinear(BinaryWriter writer, LinearPart linear)
    {
        var rows = linear.Rows;
        var count = rows.Length / LinearPart.RowLength;
        writer.Write(count);
        var checks = new sbyte[count];
        for (var i = 0; i < count; i++)
            checks[i] = rows[i * LinearPart.RowLength];
        Write(writer, checks);
        var column = new List<sbyte>();
        for (var c = 1; c < LinearPart.RowLength; c++)
        {
            column.Clear();
            for (var i = 0; i < count; i++)
            {
                if (checks[i] != 0)
                    column.Add(rows[(i * LinearPart.RowLength) + c]);
            }

            Write(writer, column.ToArray());
        }

        Write(writer, linear.Scales.ToArray());
        Write(writer, linear.MeasureWeights.ToArray());
    }

    // Runs once, long: a first, slow translation of it would be most of the time a model takes to load.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static LinearPart ReadLinear(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var checks = Array<sbyte>(reader);
        if (count != checks.Length)
            throw new InvalidDataException(Damaged);
        var rows = new sbyte[count * LinearPart.RowLength];
        for (var i = 0; i < count; i++)
            rows[i * LinearPart.RowLength] = checks[i];
        var columns = new sbyte[LinearPart.RowLength][];
        for (var c = 1; c < columns.Length; c++)
            columns[c] = Array<sbyte>(reader);
        // In blocks that stay near the processor: one column at a time would walk through all memory for each.
        var kept = 0;
        for (var block = 0; block < count; block += RowsOfBlock)
        {
            var end = Math.Min(count, block + RowsOfBlock);
            var next = kept;
            for (var c = 1; c < columns.Length; c++)
            {
                var column = columns[c];
                next = kept;
                for (var i = block; i < end; i++)
                {
                    if (checks[i] != 0)
                        rows[(i * LinearPart.RowLength) + c] = column[next++];
                }
            }

            kept = next;
        }

        return new LinearPart(rows, Array<float>(reader), Array<float>(reader));
    }

    private static void WriteNet(BinaryWriter writer, NetWeights net)
    {
        writer.Write(net.Shape.Words);
        writer.Write(net.Shape.Width);
        writer.Write(net.Shape.Filters);
        writer.Write(net.Shape.Columns);
        Write(writer, net.Words);
        writer.Write(net.WordScale);
        Write(writer, net.Letters);
        writer.Write(net.LetterScale);
        Write(writer, net.Patterns);
        Write(writer, net.PatternBias);
        Write(writer, net.Attention);
        Write(writer, net.Heads);
        Write(writer, net.HeadBias);
    }

    private static NetWeights ReadNet(BinaryReader reader)
    {
        var net = new NetWeights
        {
            Shape = new NetShape(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32()),
            Words = Array<sbyte>(reader),
            WordScale = reader.ReadSingle(),
            Letters = Array<sbyte>(reader),
            LetterScale = reader.ReadSingle(),
            Patterns = Array<float>(reader),
            PatternBias = Array<float>(reader),
            Attention = Array<float>(reader),
            Heads = Array<float>(reader),
            HeadBias = Array<float>(reader),
        };
        return net.Fits() ? net : throw new InvalidDataException(Damaged);
    }

    private static int Few(BinaryReader reader) => reader.ReadInt32() is var count and >= 0 and <= 64 ? count : throw new InvalidDataException(Damaged);

    private static T[] Array<T>(BinaryReader reader)
        where T : unmanaged
    {
        var length = reader.ReadInt32();
        if (length is < 0 or > 1 << 28)
            throw new InvalidDataException(Damaged);
        var values = new T[length];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        while (!bytes.IsEmpty)
        {
            var read = reader.Read(bytes);
            if (read == 0)
                throw new InvalidDataException(Damaged);
            bytes = bytes[read..];
        }

        return values;
    }

    private static void Write<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
