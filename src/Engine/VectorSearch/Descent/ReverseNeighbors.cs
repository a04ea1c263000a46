using System.Runtime.InteropServices;
using Investigator.Engine.Core;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>For each of a run of points, the points that list it: those that rank it highest first, and of those the lower numbers first.</summary>
internal sealed class ReverseNeighbors : IDisposable
{
    private readonly int _from;

    /// <summary>By point of the run: its keys are <c>[_starts[p], _starts[p + 1])</c>.</summary>
    private readonly NativeBuffer<long> _starts;

    /// <summary>Rank, number and whether it is new; once sorted, replaced by entries in the first half of a point's keys.</summary>
    private readonly NativeBuffer<ulong> _keys;

    private ReverseNeighbors(int from, NativeBuffer<long> starts, long all) => (_from, _starts, _keys) = (from, starts, new NativeBuffer<ulong>(all));

    /// <param name="lists">What was added to them in this round does not count; nobody may insert meanwhile.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The point after the last.</param>
    /// <param name="context">Its threads.</param>
    public static ReverseNeighbors Of(NeighborLists lists, int from, int to, StageContext context)
    {
        var starts = new NativeBuffer<long>(to - from + 1);
        for (var p = 0; p <= to - from; p++) starts[p] = 0;
        context.ForEachRow(lists.Count, i =>
        {
            var entries = lists.Entries(i);
            if (!NeighborLists.AnyWithin(entries, from, to)) return;
            foreach (var entry in entries)
            {
                if (NeighborLists.IsWithin(entry, from, to)) Interlocked.Increment(ref starts[NeighborLists.PointOf(entry) - from]);
            }
        });
        for (var p = 1; p <= to - from; p++) starts[p] += starts[p - 1];
        var part = new ReverseNeighbors(from, starts, starts[to - from]);
        try
        {
            context.ForEachRow(lists.Count, i =>
            {
                var entries = lists.Entries(i);
                if (NeighborLists.AnyWithin(entries, from, to)) part.Add(i, entries, to);
            });
            context.ForEachRow(to - from, part.Sort);
            return part;
        }
        catch
        {
            part.Dispose();
            throw;
        }
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

    /// <summary>Each start begins at the end of its point's keys and moves down to the beginning as they are filled in.</summary>
    private void Add(int i, ReadOnlySpan<int> entries, int to)
    {
        for (var rank = 0; rank < entries.Length; rank++)
        {
            if (!NeighborLists.IsWithin(entries[rank], _from, to)) continue;
            var at = Interlocked.Decrement(ref _starts[NeighborLists.PointOf(entries[rank]) - _from]);
            _keys[at] = ((ulong)(uint)rank << 32) | ((uint)i << 1) | (NeighborLists.IsFresh(entries[rank]) ? 1UL : 0);
        }
    }

    private void Sort(int p)
    {
        var keys = Keys(p);
        keys.Sort();

        // An entry takes half the space of a key, so it only overwrites keys that were read already.
        var entries = MemoryMarshal.Cast<ulong, int>(keys);
        for (var e = 0; e < keys.Length; e++) entries[e] = NeighborLists.Entry((int)((uint)keys[e] >> 1), (keys[e] & 1) != 0);
    }

    private Span<ulong> Keys(int p) => _keys.Slice(_starts[p], checked((int)(_starts[p + 1] - _starts[p])));
}
