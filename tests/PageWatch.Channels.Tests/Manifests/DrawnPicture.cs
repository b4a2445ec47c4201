using System.Buffers.Binary;
using System.IO.Compression;

namespace PageWatch.Channels.Tests.Manifests;

/// <summary>A PNG as draw-icons.py writes it: eight bits a channel, rows without a filter.</summary>
internal sealed record DrawnPicture(int Width, int Height, bool HasAlpha, IReadOnlyList<(byte Red, byte Green, byte Blue, byte Alpha)> Pixels)
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static DrawnPicture Read(byte[] file)
    {
        file[..8].ShouldBe(Signature);
        var width = 0;
        var height = 0;
        var channels = 0;
        using var packed = new MemoryStream();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var content = file.AsSpan(at + 8, length);
            switch (file[(at + 4)..(at + 8)])
            {
                case [(byte)'I', (byte)'H', (byte)'D', (byte)'R']:
                    width = BinaryPrimitives.ReadInt32BigEndian(content);
                    height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
                    content[8].ShouldBe((byte)8, "bits a channel");
                    channels = content[9] switch { 2 => 3, 6 => 4, var other => throw new InvalidDataException($"Colour type {other}.") };
                    content[12].ShouldBe((byte)0, "interlaced");
                    break;
                case [(byte)'I', (byte)'D', (byte)'A', (byte)'T']:
                    packed.Write(content);
                    break;
            }

            at += length + 12;
        }

        packed.Position = 0;
        using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        var bytes = raw.ToArray();
        bytes.Length.ShouldBe(height * (1 + (width * channels)));
        var pixels = new List<(byte, byte, byte, byte)>();
        for (var y = 0; y < height; y++)
        {
            var row = bytes.AsSpan(y * (1 + (width * channels)), 1 + (width * channels));
            row[0].ShouldBe((byte)0, "filtered");
            for (var x = 0; x < width; x++)
            {
                var pixel = row.Slice(1 + (x * channels), channels);
                pixels.Add((pixel[0], pixel[1], pixel[2], channels == 4 ? pixel[3] : byte.MaxValue));
            }
        }

        return new DrawnPicture(width, height, channels == 4, pixels);
    }
}
