using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Investigator.Engine.Core;

namespace Investigator.Engine.Projection;

/// <summary>The places of random points, drawn anew each epoch: what repels. They lie together, eight at a time, and so in the nearest cache.</summary>
internal sealed class NegativeSample(int seed)
{
    public const int Eights = 1024;
    private const int Lanes = 8;
    private const int Stream = 500_000;

    private readonly float[] _x = new float[Eights * Lanes];
    private readonly float[] _y = new float[Eights * Lanes];

    public void Draw(Vector2[] places, int epoch)
    {
        for (var i = 0; i < _x.Length; i++)
        {
            var place = places[CounterRandom.At(seed, Stream + epoch, i).Below(places.Length)];
            (_x[i], _y[i]) = (place.X, place.Y);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector256<float> X, Vector256<float> Y) Eight(int which) =>
        (Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_x), (nuint)(which * Lanes)),
            Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_y), (nuint)(which * Lanes)));
}
