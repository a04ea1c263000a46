using System.Numerics;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>
/// The nearest points known so far of every point, nearest first, equally near ones by number. Many threads may insert at once: in the end a list holds the
/// best of all points offered, whatever their order. Only the distance of each list's last point is stored, which says whether a point enters the list; its
/// place is found from the distances of a few others, which are computed again.
/// </summary>
/// <remarks>
/// An entry is added in one round, fresh in the next, in which it is compared with what its list and those that list it hold, and known from then on. So a
/// round may read lists that it adds to: it passes over what it added.
/// </remarks>
/// <param name="points"><c>[n, d]</c>, by row.</param>
/// <param name="rows"><c>[n]</c> the row of each point.</param>
/// <param name="places">Places of each list.</param>
internal sealed class NeighborLists(PointMatrix points, int[] rows, int places) : IDisposable
{
    /// <summary>Stands in empty places.</summary>
    public const int Empty = Added - 1;

    /// <summary>Most points that entries can tell apart.</summary>
    public const int MaxPoints = Empty;

    private const int Fresh = int.MinValue;
    private const int Added = 1 << 30;
    private const int Stripes = 1 << 12;

    /// <summary><c>[n, places]</c>, the two highest bits set as <see cref="BeginRound"/> says.</summary>
    private readonly NativeBuffer<int> _points = new((long)rows.Length * places);

    /// <summary><c>[n]</c> square of the distance to the last of each list, infinite while there is room.</summary>
    private readonly NativeBuffer<float> _worst = new(rows.Length);
    private readonly SpinLock[] _locks = Locks();

    public int Count => rows.Length;

    public int Places => places;

    /// <summary>Whether an entry is to be compared with the others.</summary>
    public static bool IsFresh(int entry) => entry < 0;

    /// <summary>The point of an entry.</summary>
    public static int PointOf(int entry) => entry & Empty;

    /// <summary>An entry of this point, fresh or known.</summary>
    public static int Entry(int point, bool fresh) => fresh ? point | Fresh : point;

    /// <summary>Whether a point is among these entries.</summary>
    public static bool Holds(ReadOnlySpan<int> entries, int point) => entries.ContainsAny(point, point | Fresh, point | Added);

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
        for (var c = 0; c < nearest.Length; c++) list[c] = nearest[c].Point | Added;
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

    /// <summary>A point's list as it is, those added in this round among its entries.</summary>
    public ReadOnlySpan<int> Entries(int point) => Points(point);

    /// <summary>Whether an entry was in its list when the round began and is of one of some points.</summary>
    /// <param name="entry">Of a list.</param>
    /// <param name="from">The first of the points.</param>
    /// <param name="to">The point after the last.</param>
    public static bool IsWithin(int entry, int from, int to) => (uint)((entry & ~Fresh) - from) < (uint)(to - from);

    /// <summary>Whether any entry is; most lists have none of a few points, which vectors tell quickly.</summary>
    public static bool AnyWithin(ReadOnlySpan<int> entries, int from, int to)
    {
        var first = new Vector<int>(from);
        var size = new Vector<uint>((uint)(to - from));
        var mask = new Vector<int>(~Fresh);
        var e = 0;
        for (; e <= entries.Length - Vector<int>.Count; e += Vector<int>.Count)
        {
            if (Vector.LessThanAny(Vector.AsVectorUInt32((new Vector<int>(entries[e..]) & mask) - first), size)) return true;
        }

        for (; e < entries.Length; e++)
        {
            if (IsWithin(entries[e], from, to)) return true;
        }

        return false;
    }

    /// <summary>Of a point's list, what was added becomes fresh, and what was fresh becomes known.</summary>
    public void BeginRound(int point)
    {
        // The bit of what was added lies below that of what is fresh.
        foreach (ref var entry in Points(point)) entry = (entry & Empty) | ((entry & Added) << 1);
    }

    /// <summary>Copies what a point's list held when the round began and still holds, in its order; the rest is left empty.</summary>
    /// <param name="entries">Out: as many as there are places.</param>
    public void Snapshot(int point, Span<int> entries)
    {
        var count = 0;
        foreach (var entry in Points(point)) if ((entry & Added) == 0) entries[count++] = entry;
        entries[count..].Fill(Empty);
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
            list[at] = other | Added;
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
