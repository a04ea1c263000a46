using System.Runtime.InteropServices;
using Investigator.Engine.Compute;

namespace Investigator.Engine.Neighbors;

/// <summary>Who lists each of a run of points, those first that rank it highest, and of equals those with lower numbers.</summary>
internal sealed class ListingPart : IDisposable
{
    private readonly int _from;

    /// <summary>By point of the run: its keys are <c>[_starts[p], _starts[p + 1])</c>.</summary>
    private readonly NativeValues<long> _starts;

    /// <summary>Rank, number and whether it is new; as entries, once sorted, in the first half of a point's room.</summary>
    private readonly NativeValues<ulong> _keys;

    private ListingPart(int from, NativeValues<long> starts, long all) => (_from, _starts, _keys) = (from, starts, new NativeValues<ulong>(all));

    /// <param name="lists">Marked as seen from the points of the run.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The point after the last.</param>
    /// <param name="context">Its threads.</param>
    public static ListingPart Of(GrowingLists lists, int from, int to, StageContext context)
    {
        var starts = new NativeValues<long>(to - from + 1);
        for (var p = 0; p <= to - from; p++) starts[p] = 0;
        context.EachRow(lists.Count, i =>
        {
            if (!lists.HoldsAny(i, from, to)) return;
            for (var c = 0; c < lists.Places; c++)
            {
                var point = lists.PointAt(i, c);
                if (point >= from && point < to) Interlocked.Increment(ref starts[point - from]);
            }
        });
        for (var p = 1; p <= to - from; p++) starts[p] += starts[p - 1];
        var part = new ListingPart(from, starts, starts[to - from]);
        context.EachRow(lists.Count, i =>
        {
            if (lists.HoldsAny(i, from, to)) part.Add(lists, i, to);
        });
        context.EachRow(to - from, p => part.Sort(p));
        return part;
    }

    /// <summary>Entries of those that list a point of the run.</summary>
    public ReadOnlySpan<int> Of(int point)
    {
        var keys = Keys(point - _from);
        return MemoryMarshal.Cast<ulong, int>(keys)[..keys.Length];
    }

    public void Dispose()
    {
        _keys.Dispose();
        _starts.Dispose();
    }

    /// <summary>Starts stand at the ends and move to the beginnings.</summary>
    private void Add(GrowingLists lists, int i, int to)
    {
        for (var rank = 0; rank < lists.Places; rank++)
        {
            var point = lists.PointAt(i, rank);
            if (point < _from || point >= to) continue;
            var fresh = lists.TakeBack(i, rank);
            _keys[Interlocked.Decrement(ref _starts[point - _from])] = ((ulong)(uint)rank << 32) | ((uint)i << 1) | (fresh ? 1UL : 0);
        }
    }

    private void Sort(int p)
    {
        var keys = Keys(p);
        keys.Sort();

        // An entry takes half of its key's room: what is written was read before.
        var entries = MemoryMarshal.Cast<ulong, int>(keys);
        for (var e = 0; e < keys.Length; e++) entries[e] = GrowingLists.Entry((int)((uint)keys[e] >> 1), (keys[e] & 1) != 0);
    }

    private Span<ulong> Keys(int p) => _keys.Slice(_starts[p], checked((int)(_starts[p + 1] - _starts[p])));
}
