using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.VectorSearch.Ivf;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>
/// The local join of NN-descent for one point at a time. Its candidates are the points that it lists and the first that list it; all their distances to one
/// another come out of the distance tiles at once. A point that thousands list cannot compare them all with one another: the rest of them are its overflow,
/// whose points are compared with the candidates and with that point alone.
/// </summary>
/// <param name="points">By row.</param>
/// <param name="rows"><c>[n]</c> the row of each point.</param>
/// <param name="lists">By point.</param>
/// <param name="meter">Asked whether the run was cancelled.</param>
internal sealed unsafe class LocalJoin<TTile>(SearchedPoints points, int[] rows, NeighborLists lists, ProgressMeter meter) : IDisposable
    where TTile : struct, IDistanceTile
{
    /// <summary>Longest list that the candidates have room for.</summary>
    public const int MaxListLength = Capacity - MaxReverseCandidates - 1;

    /// <summary>
    /// At most this many of the points that list a point are candidates: those that rank it highest. With the point itself and 40 that it lists they fill two
    /// panels.
    /// </summary>
    public const int MaxReverseCandidates = 55;

    /// <summary>Room for candidates, in whole panels.</summary>
    private const int Capacity = 4 * PanelLayout.Width;

    /// <summary>Longest overflow: thousands of equal points all list the same few.</summary>
    private const int MaxOverflow = 1 << 14;

    /// <summary>Points of the overflow between two checks whether the run was cancelled.</summary>
    private const int PointsPerCancelCheck = 512;

    /// <summary><c>[4, d, 48]</c> the candidates, centred on the point.</summary>
    private readonly float* _panels = (float*)NativeMemory.AlignedAlloc((nuint)(Capacity * points.Rows.Dimension * sizeof(float)), 64);

    /// <summary><c>[d, 8]</c> some of the overflow.</summary>
    private readonly float* _pack = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * points.Rows.Dimension * sizeof(float)), 64);
    private readonly float* _bias = (float*)NativeMemory.AlignedAlloc(Capacity * sizeof(float), 64);

    /// <summary>The candidates, new ones first.</summary>
    private readonly int[] _candidates = new int[Capacity];

    /// <summary>Those that are not new, while the candidates are gathered.</summary>
    private readonly int[] _old = new int[Capacity];

    /// <summary>The score above which a candidate's list would take another point.</summary>
    private readonly float[] _thresholds = new float[Capacity];
    private readonly float[] _row = new float[points.Rows.Dimension];

    /// <summary>How many candidates are new, and how many there are.</summary>
    private int _fresh;
    private int _count;

    /// <param name="center">The point.</param>
    /// <param name="listed">Entries of the points that it lists.</param>
    /// <param name="listing">Entries of the points that list it.</param>
    public void Run(int center, ReadOnlySpan<int> listed, ReadOnlySpan<int> listing)
    {
        var overflow = Gather(center, listed, listing);
        if (_fresh == 0 && !overflow.ContainsAnyInRange(int.MinValue, -1)) return;
        PackCandidates(center);
        fixed (float* thresholds = _thresholds)
        {
            for (var first = 0; first < _count; first += QueryPack.Width)
            {
                var queries = Panel(first / PanelLayout.Width) + (first % PanelLayout.Width);
                var size = Math.Min(QueryPack.Width, _count - first);
                Compare(_candidates.AsSpan(first, size), queries, PanelLayout.Width, thresholds + first, Math.Clamp(_fresh - first, 0, size));
            }
        }

        CompareOverflow(center, overflow, fresh: true);
        if (_fresh > 0) CompareOverflow(center, overflow, fresh: false);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_panels);
        NativeMemory.AlignedFree(_pack);
        NativeMemory.AlignedFree(_bias);
    }

    private ReadOnlySpan<float> Point(int point) => points.Rows.Row(rows[point]);

    private float* Panel(int panel) => _panels + ((nint)panel * PanelLayout.Width * points.Rows.Dimension);

    /// <returns>The overflow: entries of the points that are left over.</returns>
    private ReadOnlySpan<int> Gather(int center, ReadOnlySpan<int> listed, ReadOnlySpan<int> listing)
    {
        (_fresh, _count) = (0, 0);
        var old = 0;
        foreach (var entry in listed)
        {
            if (entry == NeighborLists.Empty) break;
            Add(entry, ref old);
        }

        var most = _fresh + old + MaxReverseCandidates;
        var next = 0;
        for (; next < listing.Length && _fresh + old < most; next++)
        {
            if (!NeighborLists.Holds(listed, NeighborLists.PointOf(listing[next]))) Add(listing[next], ref old);
        }

        _old[old++] = center;
        _old.AsSpan(0, old).CopyTo(_candidates.AsSpan(_fresh));
        _count = _fresh + old;
        return listing[next..Math.Min(listing.Length, next + MaxOverflow)];
    }

    private void Add(int entry, ref int old)
    {
        if (NeighborLists.IsFresh(entry)) _candidates[_fresh++] = NeighborLists.PointOf(entry);
        else _old[old++] = entry;
    }

    private void PackCandidates(int center)
    {
        for (var c = 0; c < _count; c++) Fetch(_candidates[c]);
        var origin = Point(center);
        var padded = (_count + PanelLayout.Width - 1) / PanelLayout.Width * PanelLayout.Width;
        for (var c = 0; c < _count; c++)
        {
            var norm = QueryPack.Pack(Point(_candidates[c]), origin, c % PanelLayout.Width, _row, Panel(c / PanelLayout.Width), PanelLayout.Width);
            _bias[c] = -norm / 2;
            _thresholds[c] = Threshold(_candidates[c], norm);
        }

        new Span<float>(_bias + _count, padded - _count).Fill(float.NegativeInfinity);
        _thresholds.AsSpan(_count, padded - _count).Fill(float.PositiveInfinity);
    }

    /// <summary>A point that scores no more than this cannot enter the list.</summary>
    private float Threshold(int point, float norm) => PanelBounds.LeastScore(points.Terms, norm, MathF.Sqrt(lists.Worst(point)));

    private void Fetch(int point)
    {
        Prefetch.Load(in points.Rows.First(rows[point]), points.Rows.Dimension);
        lists.Fetch(point);
    }

    /// <summary>Compares the candidates with the points of the overflow: with those that are new to the center, or with those that are not.</summary>
    private void CompareOverflow(int center, ReadOnlySpan<int> overflow, bool fresh)
    {
        Span<int> eight = stackalloc int[QueryPack.Width];
        var size = 0;
        for (var i = 0; i < overflow.Length; i++)
        {
            if (i % PointsPerCancelCheck == PointsPerCancelCheck - 1) meter.Add(0);
            if (NeighborLists.IsFresh(overflow[i]) != fresh) continue;
            eight[size] = NeighborLists.PointOf(overflow[i]);
            Fetch(eight[size++]);
            if (size < eight.Length) continue;
            CompareEight(center, eight, fresh);
            size = 0;
        }

        if (size > 0) CompareEight(center, eight[..size], fresh);
    }

    private void CompareEight(int center, ReadOnlySpan<int> eight, bool fresh)
    {
        var thresholds = stackalloc float[QueryPack.Width];
        new Span<float>(thresholds, QueryPack.Width).Fill(float.PositiveInfinity);
        for (var r = 0; r < eight.Length; r++)
        {
            var norm = QueryPack.Pack(Point(eight[r]), Point(center), r, _row, _pack);
            thresholds[r] = Threshold(eight[r], norm);
            if (fresh && norm - PanelBounds.DotError(points.Terms, norm, 0) <= lists.Worst(center)) TryInsert(center, eight[r]);
        }

        Compare(eight, _pack, QueryPack.Width, thresholds, fresh ? eight.Length : 0);
    }

    /// <summary>
    /// Offers candidates to the lists of up to eight points: all of them to the first <paramref name="fresh"/>, only the new ones to the others, which have
    /// seen the rest.
    /// </summary>
    private void Compare(ReadOnlySpan<int> eight, float* queries, int stride, float* thresholds, int fresh)
    {
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        var columns = fresh > 0 ? _count : _fresh;
        for (var column = 0; column < columns; column += PanelLayout.Width)
        {
            if (!TTile.Score(queries, stride, Panel(column / PanelLayout.Width), _bias + column, points.Rows.Dimension, thresholds, scores, marks)) continue;
            var freshColumns = _fresh - column >= PanelLayout.Width ? ulong.MaxValue : _fresh > column ? (1UL << (_fresh - column)) - 1 : 0;
            for (var r = 0; r < eight.Length; r++)
            {
                for (var mark = r < fresh ? marks[r] : marks[r] & freshColumns; mark != 0; mark &= mark - 1)
                {
                    var other = _candidates[column + BitOperations.TrailingZeroCount(mark)];
                    if (other != eight[r]) TryInsert(eight[r], other);
                }
            }
        }
    }

    private void TryInsert(int point, int other)
    {
        if (lists.Holds(point, other)) return;
        var squared = lists.Between(point, other);
        if (squared <= lists.Worst(point)) lists.TryInsert(point, other, squared);
    }
}
