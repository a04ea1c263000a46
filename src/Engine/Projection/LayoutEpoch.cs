using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;

namespace Investigator.Engine.Projection;

/// <summary>One epoch's moves; positions are those at its start.</summary>
/// <remarks>
/// Attractions all pull at once, each with a force of <c>c (p_j - p)</c>, and the step is implicit: <c>step F / (1 + step sum c)</c>. So a point goes towards
/// the weighted mean of those that pull it and never beyond, however many they are; one after another they would bring it to about the same place.
/// </remarks>
internal sealed class LayoutEpoch(
    AttractionSchedule edges, NegativeSample negatives, Vector2[] from, UmapCurve curve, ProjectionOptions options, int seed, int epoch)
{
    private const int Lanes = 8;
    private const float LongestPush = 4;    // of one repulsion, before the falling rate

    private readonly float _a = (float)curve.A;
    private readonly float _b = (float)curve.B;

    // Falls from 1 to 0 over the epochs.
    private readonly float _step = 1 - ((float)epoch / options.Epochs);

    // Each end of an edge gets half of its repulsions.
    private readonly float _pushes = options.NegativeSamples / 2f;

    /// <summary>Where a point is after this epoch.</summary>
    [SkipLocalsInit]
    public Vector2 PlaceOf(int i)
    {
        var here = from[i];
        Span<float> x = stackalloc float[Lanes];
        Span<float> y = stackalloc float[Lanes];
        var (waiting, pulls) = (0, 0);
        var forces = default(Forces);
        var (hereX, hereY) = (Vector256.Create(here.X), Vector256.Create(here.Y));
        ref var rates = ref MemoryMarshal.GetArrayDataReference(edges.Rates);
        var (before, after) = (Vector256.Create((float)epoch), Vector256.Create(epoch + 1f));
        var end = edges.Offsets[i + 1];
        for (var e = edges.Offsets[i]; e < end; e += Lanes)
        {
            var rate = Vector256.LoadUnsafe(ref rates, (nuint)e);
            var active = Vector256.GreaterThan(Vector256.Floor(rate * after), Vector256.Floor(rate * before)).ExtractMostSignificantBits();
            if (end - e < Lanes) active &= (1u << (int)(end - e)) - 1;
            for (; active != 0; active &= active - 1)
            {
                var place = from[edges.Targets[e + BitOperations.TrailingZeroCount(active)]];
                (x[waiting], y[waiting++]) = (place.X, place.Y);
                if (waiting < Lanes) continue;
                Pull(Vector256.Create<float>(x) - hereX, Vector256.Create<float>(y) - hereY, ref forces);
                (waiting, pulls) = (0, pulls + Lanes);
            }
        }

        if (waiting > 0)
        {
            // Who is here already neither pulls nor is pulled.
            pulls += waiting;
            for (; waiting < Lanes; waiting++) (x[waiting], y[waiting]) = (here.X, here.Y);
            Pull(Vector256.Create<float>(x) - hereX, Vector256.Create<float>(y) - hereY, ref forces);
        }

        var pushes = pulls * _pushes;
        var eights = (int)MathF.Ceiling(pushes / Lanes);
        if (eights > 0)
        {
            var random = CounterRandom.At(seed, 1_000 + epoch, i);
            var (pushX, pushY) = (Vector256<float>.Zero, Vector256<float>.Zero);
            for (var v = 0; v < eights; v++)
            {
                var (otherX, otherY) = negatives.Eight(random.Below(NegativeSample.Eights));
                Push(hereX - otherX, hereY - otherY, ref pushX, ref pushY);
            }

            var weight = Vector256.Create(pushes / (eights * Lanes));
            forces.X += pushX * weight;
            forces.Y += pushY * weight;
        }

        var step = _step / (1 + (_step * Vector256.Sum(forces.Pull)));
        return here + (step * new Vector2(Vector256.Sum(forces.X), Vector256.Sum(forces.Y)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Pull(Vector256<float> dx, Vector256<float> dy, ref Forces forces)
    {
        var squared = (dx * dx) + (dy * dy);
        var power = VectorPower.Pow(squared, _b);
        var pull = power * (2 * _a * _b) / (squared * (Vector256<float>.One + (power * _a)));
        pull = Vector256.ConditionalSelect(Vector256.GreaterThan(squared, Vector256.Create(1e-30f)), pull, Vector256<float>.Zero);
        forces.Pull += pull;
        forces.X += pull * dx;
        forces.Y += pull * dy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Push(Vector256<float> dx, Vector256<float> dy, ref Vector256<float> x, ref Vector256<float> y)
    {
        var squared = (dx * dx) + (dy * dy);
        var power = VectorPower.Pow(Vector256.Max(squared, Vector256.Create(1e-30f)), _b);
        var push = Vector256.Create(2 * _b) / ((squared + Vector256.Create(1e-3f)) * (Vector256<float>.One + (power * _a)));
        x += Clip(push * dx);
        y += Clip(push * dy);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Clip(Vector256<float> move) =>
        Vector256.Max(Vector256.Create(-LongestPush), Vector256.Min(Vector256.Create(LongestPush), move));

    private struct Forces
    {
        public Vector256<float> Pull;
        public Vector256<float> X;
        public Vector256<float> Y;
    }
}
