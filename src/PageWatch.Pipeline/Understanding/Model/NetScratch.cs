using System.Runtime.InteropServices;

namespace PageWatch.Pipeline.Understanding.Model;

/// <summary>Room for one post at a time in the nets, used again for the next.</summary>
internal sealed class NetScratch
{
    private short[] _adds = [];
    private float[] _inputs = [];
    private float[] _sums = [];
    private float[] _pooled = [];

    private short[] _hiddenAdds = [];
    private float[] _hiddenInputs = [];
    private float _hiddenAttention;

    /// <summary>Tokens that are laid out.</summary>
    public int Count { get; set; }

    /// <summary>How much each token draws attention, before it is shared out.</summary>
    public float[] Attention { get; } = new float[NetPart.MostTokens];

    /// <summary>The attention shared out: all together 1.</summary>
    public float[] Shares { get; } = new float[NetPart.MostTokens];

    public ref short FirstAdd => ref MemoryMarshal.GetArrayDataReference(_adds);

    public Span<float> Pooled(NetShape shape) => Of(ref _pooled, 0, shape.Pooled);

    public Span<float> Sums(int row) => Of(ref _sums, 0, row);

    public Span<short> Adds(int place, int row)
    {
        if (_adds.Length < (place + 1) * row)
            Array.Resize(ref _adds, Math.Max((place + 1) * row, _adds.Length * 2));
        return _adds.AsSpan(place * row, row);
    }

    public Span<float> Inputs(int place, int inputs) => Of(ref _inputs, place * inputs, inputs);

    /// <summary>Takes a token away until <see cref="Show"/>.</summary>
    public void Hide(int place, int row, int inputs)
    {
        _hiddenAdds = Adds(place, row).ToArray();
        _hiddenInputs = Inputs(place, inputs).ToArray();
        _hiddenAttention = Attention[place];
        Adds(place, row).Clear();
        Inputs(place, inputs).Clear();
        Attention[place] = 0;
    }

    public void Show(int place, int row, int inputs)
    {
        _hiddenAdds.CopyTo(Adds(place, row));
        _hiddenInputs.CopyTo(Inputs(place, inputs));
        Attention[place] = _hiddenAttention;
    }

    private static Span<float> Of(ref float[] room, int from, int length)
    {
        if (room.Length < from + length)
            Array.Resize(ref room, Math.Max(from + length, room.Length * 2));
        return room.AsSpan(from, length);
    }
}
