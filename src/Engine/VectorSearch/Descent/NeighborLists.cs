using System.Numerics.Tensors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>
/// The nearest points known so far of every point, nearest first, equally near ones by number. Many threads may insert at once: in the end a list holds the
/// best of all points offered, whatever their order. Only the distance of each list's last point is stored, which says whether a point enters the list; its
/// place is found from the distances of a few others, which are computed again.
/// </summary>
/// <param name="points"><c>[n, d]</c>, by row.</param>
/// <param name="rows"><c>[n]</c> the row of each point.</param>
/// <param name="places">Places of each list.</param>
internal sealed class NeighborLists(PointMatrix points, int[] rows, int places) : IDisposable
{
    /// <summary>Stands in empty places.</summary>
    public const int Empty = int.MaxValue;

    private const int Fresh = int.MinValue;
    private const int Stripes = 1 << 12;

    /// <summary><c>[n, places]</c>, the highest bit set until the entry was seen by a <see cref="Snapshot"/>.</summary>
    private readonly NativeBuffer<int> _points = new((long)rows.Length * places);

    /// <summary><c>[n]</c> square of the distance to the last of each list, infinite while there is room.</summary>
    private readonly NativeBuffer<float> _worst = new(rows.Length);
    private readonly SpinLock[] _locks = Locks();

    public int Count => rows.Length;

    public int Places => places;

    /// <summary>Whether an entry of <see cref="Snapshot"/> is seen for the first time.</summary>
    public static bool IsFresh(int entry) => entry < 0;

    /// <summary>The point of an entry of <see cref="Snapshot"/>.</summary>
    public static int PointOf(int entry) => entry & Empty;

    /// <summary>An entry of this point, seen for the first time or not.</summary>
    public static int Entry(int point, bool fresh) => fresh ? point | Fresh : point;

    /// <summary>Whether a point is among these entries.</summary>
    public static bool Holds(ReadOnlySpan<int> entries, int point) => entries.ContainsAny(point, point | Fresh);

    /// <summary>Square of the distance to the last in a point's list, infinite while there is room.</summary>
    public float Worst(int point) => Volatile.Read(ref _worst[point]);

    /// <summary>Square of the distance to the nth in a point's list, from 0; infinite in an empty place.</summary>
    public float Squared(int point, int nth)
    {
        var other = PointAt(point, nth);
        return other == Empty ? float.PositiveInfinity : Between(point, other);
    }

    /// <summary>Square of the distance between two points, the same to the bit whichever comes first.</summary>
    public float Between(int point, int other) => (float)points.SquaredDistance(rows[point], rows[other]);

    /// <summary>The nth in a point's list, from 0; <see cref="Empty"/> in an empty place.</summary>
    public int PointAt(int point, int nth) => PointOf(_points[((long)point * places) + nth]);

    /// <summary>Sets a point's list for the first time; it may not be read before.</summary>
    /// <param name="nearest">At most as many as there are places, no point twice; sorted in place.</param>
    public void Begin(int point, Span<(float Squared, int Point)> nearest)
    {
        nearest.Sort();
        var list = Points(point);
        for (var c = 0; c < nearest.Length; c++) list[c] = nearest[c].Point | Fresh;
        list[nearest.Length..].Fill(Empty);
        _worst[point] = nearest.Length < places ? float.PositiveInfinity : nearest[^1].Squared;
    }

    /// <summary>Prefetches a point's list.</summary>
    public void Fetch(int point)
    {
        Prefetch.Load(in _points[(long)point * places], places);
        Prefetch.Load(in _worst[point], 1);
    }

    /// <summary>Whether <paramref name="other"/> is in the point's list; while other threads insert, it may be missed.</summary>
    public bool Holds(int point, int other) => Holds(Points(point), other);

    /// <summary>Copies a point's list and marks its entries as seen.</summary>
    public void Snapshot(int point, Span<int> entries)
    {
        var points = Points(point);
        points.CopyTo(entries);
        TensorPrimitives.BitwiseAnd(points, ~Fresh, points);
    }

    /// <summary>Inserts a point, unless it is in the list already or further than all that are.</summary>
    /// <returns>Whether it was inserted.</returns>
    public bool TryInsert(int point, int other, float squared)
    {
        var locked = false;
        ref var stripe = ref _locks[point & (Stripes - 1)];
        stripe.Enter(ref locked);
        try
        {
            var list = Points(point);
            if (squared > _worst[point] || Holds(list, other)) return false;
            var at = PlaceFor(point, list, squared, other);
            if (at == list.Length) return false;
            list[at..^1].CopyTo(list[(at + 1)..]);
            list[at] = other | Fresh;
            var last = PointOf(list[^1]);
            if (last != Empty) _worst[point] = at == list.Length - 1 ? squared : Between(point, last);
            return true;
        }
        finally
        {
            if (locked) stripe.Exit(useMemoryBarrier: true);
        }
    }

    public void Dispose()
    {
        _points.Dispose();
        _worst.Dispose();
    }

    private Span<int> Points(int point) => _points.Slice((long)point * places, places);

    /// <summary>Where a point belongs in a list: binary search over the places that are taken.</summary>
    private int PlaceFor(int point, ReadOnlySpan<int> list, float squared, int other)
    {
        var (from, to) = (0, list.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            var there = PointOf(list[middle]);
            if (there == Empty || Precedes(squared, other, Between(point, there), there)) to = middle;
            else from = middle + 1;
        }

        return from;
    }

    private static bool Precedes(float squared, int point, float than, int other) => squared < than || (squared == than && point < other);

    private static SpinLock[] Locks()
    {
        var locks = new SpinLock[Stripes];
        Array.Fill(locks, new SpinLock(enableThreadOwnerTracking: false));
        return locks;
    }
}
