using System.Numerics.Tensors;

namespace Investigator.Engine.Embedding;

/// <summary>AdamW (Loshchilov and Hutter 2019) over all weights end to end, with the gradient's norm clipped at 1.</summary>
/// <remarks>TorchSharp's own optimizer makes and drops thousands of native scalars, which are not safe from the garbage collector (<see cref="ScalarMath"/>).</remarks>
/// <param name="count">Weights.</param>
internal sealed class AdamW(int count)
{
    private const double MeanKept = 0.9;
    private const double SquareKept = 0.999;
    private const double Decay = 0.01;
    private const float Epsilon = 1e-8f;
    private const float LargestGradient = 1;

    private readonly float[] _mean = new float[count];
    private readonly float[] _square = new float[count];
    private int _steps;

    public void Step(Span<float> weights, Span<float> gradient, double rate)
    {
        var norm = TensorPrimitives.Norm<float>(gradient);
        if (norm > LargestGradient) TensorPrimitives.Multiply(gradient, LargestGradient / norm, gradient);
        _steps++;
        var (meanScale, squareScale) = ((float)(rate / (1 - Math.Pow(MeanKept, _steps))), (float)(1 / Math.Sqrt(1 - Math.Pow(SquareKept, _steps))));
        var kept = (float)(1 - (rate * Decay));
        for (var i = 0; i < weights.Length; i++)
        {
            var g = gradient[i];
            _mean[i] = (float)((MeanKept * _mean[i]) + ((1 - MeanKept) * g));
            _square[i] = (float)((SquareKept * _square[i]) + ((1 - SquareKept) * g * g));
            weights[i] = (weights[i] * kept) - (meanScale * _mean[i] / ((MathF.Sqrt(_square[i]) * squareScale) + Epsilon));
        }
    }
}
