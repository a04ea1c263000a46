using System.Numerics.Tensors;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// The nearest points known so far of every point, nearest first, equal ones by number. Many threads may offer at once: what a list holds in the end are the best of all that was offered,
/// whatever the order.
/// </summary>
/// <param name="count">n.</param>
/// <param name="places">Of each list.</param>
internal sealed class GrowingLists(int count, int places) : IDisposable
{
    /// <summary>Stands in empty places.</summary>
    public const int Nobody = int.MaxValue;

    private const int Fresh = int.MinValue;
    private const int Stripes = 1 << 12;

    /// <summary><c>[n, places]</c>, the highest bit set while nobody has looked at the entry.</summary>
    private readonly NativeValues<int> _points = new((long)count * places);

    /// <summary><c>[n, places]</c> squared distances.</summary>
    private readonly NativeValues<float> _squared = new((long)count * places);
    private readonly SpinLock[] _locks = Locks();

    public int Count => count;

    public int Places => places;

    /// <summary>Whether an entry of <see cref="Take"/> is seen for the first time.</summary>
    public static bool IsFresh(int entry) => entry < 0;

    /// <summary>The point of an entry of <see cref="Take"/>.</summary>
    public static int PointOf(int entry) => entry & Nobody;

    /// <summary>An entry of this point, seen for the first time or not.</summary>
    public static int Entry(int point, bool fresh) => fresh ? point | Fresh : point;

    /// <summary>Whether a point is among these entries.</summary>
    public static bool Holds(ReadOnlySpan<int> entries, int point) => entries.ContainsAny(point, point | Fresh);

    /// <summary>Square of the distance to the last in a point's list, infinite while there is room.</summary>
    public float Worst(int point) => Volatile.Read(ref _squared[((point + 1L) * places) - 1]);

    /// <summary>Square of the distance to the nth in a point's list, from 0.</summary>
    public float Squared(int point, int nth) => _squared[((long)point * places) + nth];

    /// <summary>The nth in a point's list, from 0; <see cref="Nobody"/> in an empty place.</summary>
    public int PointAt(int point, int nth) => PointOf(_points[((long)point * places) + nth]);

    /// <summary>Begins a point's list: nothing may be asked of it before.</summary>
    public void Empty(int point)
    {
        Points(point).Fill(Nobody);
        Distances(point).Fill(float.PositiveInfinity);
    }

    /// <summary>Tells the processor that a point's list will be asked for.</summary>
    public void Fetch(int point)
    {
        CacheHint.Fetch(in _points[(long)point * places], places);
        CacheHint.Fetch(in _squared[(long)point * places], places);
    }

    /// <summary>Whether <paramref name="other"/> is in the point's list; while others insert, it may be overlooked.</summary>
    public bool Holds(int point, int other) => Holds(Points(point), other);

    /// <summary>Writes down a point's list as it is and marks its entries as seen.</summary>
    public void Take(int point, Span<int> entries)
    {
        var points = Points(point);
        points.CopyTo(entries);
        TensorPrimitives.BitwiseAnd(points, ~Fresh, points);
    }

    /// <summary>Enters a point, unless it is in the list or further than all that are.</summary>
    public void Offer(int point, int other, float squared)
    {
        var entered = false;
        ref var stripe = ref _locks[point & (Stripes - 1)];
        stripe.Enter(ref entered);
        try
        {
            var points = Points(point);
            var distances = Distances(point);
            var at = points.Length;
            while (at > 0 && (squared < distances[at - 1] || (squared == distances[at - 1] && other < PointOf(points[at - 1])))) at--;
            if (at == points.Length || Holds(points[..at], other)) return;
            points[at..^1].CopyTo(points[(at + 1)..]);
            distances[at..^1].CopyTo(distances[(at + 1)..]);
            (points[at], distances[at]) = (other | Fresh, squared);
        }
        finally
        {
            if (entered) stripe.Exit(useMemoryBarrier: true);
        }
    }

    /// <summary>Puts a point's first places as they are to be released: rows and distances, no longer points and squares.</summary>
    public void Settle(int point, ReadOnlySpan<(double Squared, int Row)> nearest)
    {
        var points = Points(point);
        var distances = Distances(point);
        for (var c = 0; c < nearest.Length; c++) (points[c], distances[c]) = (nearest[c].Row, (float)Math.Sqrt(nearest[c].Squared));
    }

    /// <summary>Hands over the first places of all settled lists, and keeps nothing: the memory of one half goes before the other is copied.</summary>
    /// <param name="k">Places of each.</param>
    /// <param name="rows"><c>[n]</c> where each point's come to.</param>
    /// <param name="context">Its threads.</param>
    /// <returns><c>[n, k]</c> rows and distances.</returns>
    public (int[] Indices, float[] Distances) Release(int k, int[] rows, StageContext context)
    {
        var distances = new float[(long)count * k];
        context.EachRow(count, point => Distances(point)[..k].CopyTo(distances.AsSpan((int)((long)rows[point] * k))));
        _squared.Dispose();
        var indices = new int[(long)count * k];
        context.EachRow(count, point => Points(point)[..k].CopyTo(indices.AsSpan((int)((long)rows[point] * k))));
        _points.Dispose();
        return (indices, distances);
    }

    public void Dispose()
    {
        _points.Dispose();
        _squared.Dispose();
    }

    private Span<int> Points(int point) => _points.Slice((long)point * places, places);

    private Span<float> Distances(int point) => _squared.Slice((long)point * places, places);

    private static SpinLock[] Locks()
    {
        var locks = new SpinLock[Stripes];
        Array.Fill(locks, new SpinLock(enableThreadOwnerTracking: false));
        return locks;
    }
}
