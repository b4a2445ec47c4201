using System.Numerics.Tensors;

namespace PageWatch.Training;

/// <summary>The mean of a net's weights over some epochs: steadier than any one of them.</summary>
internal sealed class NetMemory
{
    private float[][]? _sums;
    private int _count;

    public void Add(float[][] weights)
    {
        _sums ??= Array.ConvertAll(weights, w => new float[w.Length]);
        for (var i = 0; i < weights.Length; i++)
            TensorPrimitives.Add(_sums[i], weights[i], _sums[i]);
        _count++;
    }

    public void MeanTo(float[][] weights)
    {
        for (var i = 0; i < weights.Length && _sums is not null; i++)
            TensorPrimitives.Multiply(_sums[i], 1f / _count, weights[i]);
    }
}
