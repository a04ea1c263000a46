using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Descent;

/// <summary>
/// One point's circle: those that it lists and the first that list it, all of whose distances to one another come out of the distance tiles at once. A point that thousands list cannot
/// introduce them all to one another; the rest of them come as guests, who get to know the members and are made known to that point alone.
/// </summary>
/// <param name="points"><c>[n, d]</c>, by row.</param>
/// <param name="rows"><c>[n]</c> the row of each point.</param>
/// <param name="lists">By point.</param>
/// <param name="meter">Asked whether the run was cancelled.</param>
internal sealed unsafe class LocalJoin<TTile>(PointMatrix points, int[] rows, NeighborLists lists, ProgressMeter meter) : IDisposable
    where TTile : struct, IDistanceTile
{
    /// <summary>Longest list that a circle has room for.</summary>
    public const int LongestList = Capacity - MembersListing - 1;

    /// <summary>Of those that list a point, so many are members at most, those that rank it highest: with the point itself and 40 that it lists they fill two panels.</summary>
    public const int MembersListing = 55;

    /// <summary>Most members of a circle, in whole panels.</summary>
    private const int Capacity = 4 * PanelLayout.Width;

    /// <summary>And so many are guests at most: thousands of equal points all list the same few.</summary>
    private const int MostGuests = 1 << 14;

    /// <summary>Guests between two looks at whether the run was cancelled.</summary>
    private const int GuestsALook = 512;

    /// <summary><c>[4, d, 48]</c> the members around the circle's centre, and <c>[d, 8]</c> some guests.</summary>
    private readonly float* _panels = (float*)NativeMemory.AlignedAlloc((nuint)(Capacity * points.Dimension * sizeof(float)), 64);
    private readonly float* _group = (float*)NativeMemory.AlignedAlloc((nuint)(QueryPack.Width * points.Dimension * sizeof(float)), 64);
    private readonly float* _bias = (float*)NativeMemory.AlignedAlloc(Capacity * sizeof(float), 64);

    /// <summary>The members; and, while they gather, those of them that are not new.</summary>
    private readonly int[] _members = new int[Capacity];
    private readonly int[] _seen = new int[Capacity];

    /// <summary>Score from which on each member's list would take another.</summary>
    private readonly float[] _thresholds = new float[Capacity];
    private readonly float[] _row = new float[points.Dimension];

    /// <summary>How many members are new to the circle (they stand first), and how many there are.</summary>
    private int _fresh;
    private int _count;

    /// <param name="center">The point whose circle it is.</param>
    /// <param name="listed">Entries of those that it lists.</param>
    /// <param name="listing">Entries of those that list it.</param>
    public void Among(int center, ReadOnlySpan<int> listed, ReadOnlySpan<int> listing)
    {
        var guests = Gather(center, listed, listing);
        if (_fresh == 0 && !guests.ContainsAnyInRange(int.MinValue, -1)) return;
        Pack(center);
        fixed (float* thresholds = _thresholds)
        {
            for (var first = 0; first < _count; first += QueryPack.Width)
            {
                var queries = Panel(first / PanelLayout.Width) + (first % PanelLayout.Width);
                var size = Math.Min(QueryPack.Width, _count - first);
                Introduce(_members.AsSpan(first, size), queries, PanelLayout.Width, thresholds + first, Math.Clamp(_fresh - first, 0, size));
            }
        }

        Welcome(center, guests, fresh: true);
        if (_fresh > 0) Welcome(center, guests, fresh: false);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_panels);
        NativeMemory.AlignedFree(_group);
        NativeMemory.AlignedFree(_bias);
    }

    private ReadOnlySpan<float> Point(int point) => points.Row(rows[point]);

    private float* Panel(int panel) => _panels + ((nint)panel * PanelLayout.Width * points.Dimension);

    /// <returns>Those that are left over as guests.</returns>
    private ReadOnlySpan<int> Gather(int center, ReadOnlySpan<int> listed, ReadOnlySpan<int> listing)
    {
        (_fresh, _count) = (0, 0);
        var seen = 0;
        foreach (var entry in listed)
        {
            if (entry == NeighborLists.Empty) break;
            Add(entry, ref seen);
        }

        var most = _fresh + seen + MembersListing;
        var next = 0;
        for (; next < listing.Length && _fresh + seen < most; next++)
        {
            if (!NeighborLists.Holds(listed, NeighborLists.PointOf(listing[next]))) Add(listing[next], ref seen);
        }

        _seen[seen++] = center;
        _seen.AsSpan(0, seen).CopyTo(_members.AsSpan(_fresh));
        _count = _fresh + seen;
        return listing[next..Math.Min(listing.Length, next + MostGuests)];
    }

    private void Add(int entry, ref int seen)
    {
        if (NeighborLists.IsFresh(entry)) _members[_fresh++] = NeighborLists.PointOf(entry);
        else _seen[seen++] = entry;
    }

    private void Pack(int center)
    {
        for (var m = 0; m < _count; m++) Fetch(_members[m]);
        var origin = Point(center);
        var padded = (_count + PanelLayout.Width - 1) / PanelLayout.Width * PanelLayout.Width;
        for (var m = 0; m < _count; m++)
        {
            var norm = QueryPack.Pack(Point(_members[m]), origin, m % PanelLayout.Width, _row, Panel(m / PanelLayout.Width), PanelLayout.Width);
            _bias[m] = -norm / 2;
            _thresholds[m] = Threshold(_members[m], norm);
        }

        new Span<float>(_bias + _count, padded - _count).Fill(float.NegativeInfinity);
        _thresholds.AsSpan(_count, padded - _count).Fill(float.PositiveInfinity);
    }

    /// <summary>What scores no more than this cannot enter a point's list.</summary>
    private float Threshold(int point, float norm) => PanelBounds.LeastScore(points.Dimension, norm, MathF.Sqrt(lists.Worst(point)));

    private void Fetch(int point)
    {
        Prefetch.Load(in points.First(rows[point]), points.Dimension);
        lists.Fetch(point);
    }

    /// <summary>Makes the members known to the guests that are new to the circle, or to those that are not.</summary>
    private void Welcome(int center, ReadOnlySpan<int> guests, bool fresh)
    {
        Span<int> eight = stackalloc int[QueryPack.Width];
        var size = 0;
        for (var g = 0; g < guests.Length; g++)
        {
            if (g % GuestsALook == GuestsALook - 1) meter.Add(0);
            if (NeighborLists.IsFresh(guests[g]) != fresh) continue;
            eight[size] = NeighborLists.PointOf(guests[g]);
            Fetch(eight[size++]);
            if (size < eight.Length) continue;
            WelcomeEight(center, eight, fresh);
            size = 0;
        }

        if (size > 0) WelcomeEight(center, eight[..size], fresh);
    }

    private void WelcomeEight(int center, ReadOnlySpan<int> guests, bool fresh)
    {
        var thresholds = stackalloc float[QueryPack.Width];
        new Span<float>(thresholds, QueryPack.Width).Fill(float.PositiveInfinity);
        for (var r = 0; r < guests.Length; r++)
        {
            var norm = QueryPack.Pack(Point(guests[r]), Point(center), r, _row, _group);
            thresholds[r] = Threshold(guests[r], norm);
            if (fresh && norm - PanelBounds.DotError(points.Dimension, norm, 0) <= lists.Worst(center)) Offer(center, guests[r]);
        }

        Introduce(guests, _group, QueryPack.Width, thresholds, fresh ? guests.Length : 0);
    }

    /// <summary>Offers members to up to eight points: all of them to the first <paramref name="fresh"/>, the new ones to the others, who know the rest already.</summary>
    private void Introduce(ReadOnlySpan<int> eight, float* queries, int stride, float* thresholds, int fresh)
    {
        var marks = stackalloc ulong[QueryPack.Width];
        var scores = stackalloc float[QueryPack.Width * PanelLayout.Width];
        var columns = fresh > 0 ? _count : _fresh;
        for (var column = 0; column < columns; column += PanelLayout.Width)
        {
            if (!TTile.Score(queries, stride, Panel(column / PanelLayout.Width), _bias + column, points.Dimension, thresholds, scores, marks)) continue;
            var news = _fresh - column >= PanelLayout.Width ? ulong.MaxValue : _fresh > column ? (1UL << (_fresh - column)) - 1 : 0;
            for (var r = 0; r < eight.Length; r++)
            {
                for (var mark = r < fresh ? marks[r] : marks[r] & news; mark != 0; mark &= mark - 1)
                {
                    var other = _members[column + BitOperations.TrailingZeroCount(mark)];
                    if (other != eight[r]) Offer(eight[r], other);
                }
            }
        }
    }

    private void Offer(int point, int other)
    {
        if (lists.Holds(point, other)) return;
        var squared = lists.Between(point, other);
        if (squared <= lists.Worst(point)) lists.TryInsert(point, other, squared);
    }
}
