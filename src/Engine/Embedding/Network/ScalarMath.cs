using TorchSharp;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding.Network;

/// <summary>Arithmetic with scalars that stay alive as long as libtorch reads them.</summary>
/// <remarks>
/// TorchSharp's operators turn a number into a native scalar that has a finalizer and no reference left once its handle has been read: <c>tensor *
/// 0.5</c>, and even <c>tensor + tensor</c>, whose second operand is multiplied by a scalar 1. A garbage collection during the call frees it while libtorch
/// still uses it, which then throws or reads garbage; this has happened here on a busy machine. So no such operator, nor <c>item</c> and <c>arange</c>, which
/// do the same, is used for embeddings.
/// </remarks>
internal static class ScalarMath
{
    private static readonly Scalar One = 1;

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar scalar = factor;
        return tensor.mul(scalar);
    }

    /// <summary>The value of a tensor of one element.</summary>
    public static float Value(this Tensor tensor) => tensor.Values<float>()[0];
}
