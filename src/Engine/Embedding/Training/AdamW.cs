using System.Numerics.Tensors;

namespace Investigator.Engine.Embedding.Training;

/// <summary>AdamW (Loshchilov and Hutter 2019) over all weights end to end, with the gradient's norm clipped at 1.</summary>
/// <remarks>
/// TorchSharp's own optimizer creates and drops thousands of native scalars, which the garbage collector can free too early (<see cref="ScalarMath"/>).
/// </remarks>
/// <param name="count">Weights.</param>
internal sealed class AdamW(int count)
{
    private const double MeanKept = 0.9;
    private const double SquareKept = 0.999;
    private const double Decay = 0.01;
    private const float Epsilon = 1e-8f;
    private const float LargestGradient = 1;

    private readonly float[] _scratch = new float[count];

    /// <summary>Running means of the gradients.</summary>
    public float[] Mean { get; init; } = new float[count];

    /// <summary>Running means of the squared gradients.</summary>
    public float[] Square { get; init; } = new float[count];

    public int Steps { get; private set; }

    /// <summary>An optimiser that continues where another stopped.</summary>
    public static AdamW At(float[] mean, float[] square, int steps) => new(mean.Length) { Mean = mean, Square = square, Steps = steps };

    public void Step(Span<float> weights, Span<float> gradient, double rate)
    {
        var norm = TensorPrimitives.Norm<float>(gradient);
        if (norm > LargestGradient) TensorPrimitives.Multiply(gradient, LargestGradient / norm, gradient);
        Steps++;
        TensorPrimitives.Multiply(Mean, (float)MeanKept, Mean);
        TensorPrimitives.MultiplyAdd(gradient, (float)(1 - MeanKept), Mean, Mean);
        TensorPrimitives.Multiply(gradient, gradient, _scratch);
        TensorPrimitives.Multiply(Square, (float)SquareKept, Square);
        TensorPrimitives.MultiplyAdd(_scratch, (float)(1 - SquareKept), Square, Square);

        // w (1 - rate decay) - rate m / (sqrt(s) + epsilon), with m and s corrected for having begun at 0.
        TensorPrimitives.Sqrt(Square, _scratch);
        TensorPrimitives.Multiply(_scratch, (float)(1 / Math.Sqrt(1 - Math.Pow(SquareKept, Steps))), _scratch);
        TensorPrimitives.Add(_scratch, Epsilon, _scratch);
        TensorPrimitives.Divide(Mean, _scratch, _scratch);
        TensorPrimitives.Multiply(weights, (float)(1 - (rate * Decay)), weights);
        TensorPrimitives.MultiplyAdd(_scratch, (float)(-rate / (1 - Math.Pow(MeanKept, Steps))), weights, weights);
    }
}
