using System.Numerics.Tensors;

namespace PageWatch.Training;

/// <summary>Weights that move by Adam, all at once after each batch.</summary>
internal sealed class DenseWeights(float[] values)
{
    private const float Slow = 0.9f;
    private const float Slower = 0.999f;

    private readonly float[] _mean = new float[values.Length];
    private readonly float[] _square = new float[values.Length];
    private int _steps;

    public float[] Values => values;

    public float[] Errors { get; } = new float[values.Length];

    public void Move(float rate)
    {
        _steps++;
        var step = rate * MathF.Sqrt(1 - MathF.Pow(Slower, _steps)) / (1 - MathF.Pow(Slow, _steps));
        TensorPrimitives.Multiply(_mean, Slow, _mean);
        TensorPrimitives.MultiplyAdd(Errors, 1 - Slow, _mean, _mean);
        TensorPrimitives.Multiply(Errors, Errors, Errors);
        TensorPrimitives.Multiply(_square, Slower, _square);
        TensorPrimitives.MultiplyAdd(Errors, 1 - Slower, _square, _square);
        TensorPrimitives.Sqrt(_square, Errors);
        TensorPrimitives.Add(Errors, 1e-6f, Errors);
        TensorPrimitives.Divide(_mean, Errors, Errors);
        TensorPrimitives.MultiplyAdd(Errors, -step, values, values);
        Array.Clear(Errors);
    }
}
