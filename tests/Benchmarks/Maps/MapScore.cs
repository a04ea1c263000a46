using System.Numerics;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Projection;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks.Maps;

/// <summary>How much of what is near in the space is near on the map.</summary>
/// <param name="Trustworthiness">
/// Venna and Kaski 2001, over the sampled rows: 1 when every neighbour on the map is a neighbour in the space, the less the further away the others are there.
/// </param>
/// <param name="Kept">Share of the nearest neighbours on the map that are among as many nearest ones in the space.</param>
/// <param name="Rings">
/// Of the nearest neighbours on the map of a ring's members, the share that is of the ring too: mean over the rings, none looked for beyond a ring's size. Null
/// without rings.
/// </param>
internal sealed record MapScore(double Trustworthiness, double Kept, double? Rings)
{
    private const int RowsAtOnce = 128;
    private const int SampleAtOnce = 64;

    /// <param name="points">The space.</param>
    /// <param name="layout">The map of the same rows.</param>
    /// <param name="k">Neighbours of a row that count.</param>
    /// <param name="sample">Rows whose neighbours are looked at.</param>
    /// <param name="rings">The ring of each row, or -1; null where none are known.</param>
    /// <param name="context">Threads.</param>
    public static MapScore Of(PointMatrix points, MapLayout layout, int k, int sample, int[]? rings, StageContext context)
    {
        var n = points.Count;
        var rows = Enumerable.Range(0, n).ToArray();
        new Random(1).Shuffle(rows);
        rows = rows[..Math.Min(sample, n)];
        var near = Nearest(layout, rows, k, context);
        var (parts, penalties, kept) = ((rows.Length + SampleAtOnce - 1) / SampleAtOnce, new double[rows.Length], new int[rows.Length]);
        Parallel.For(0, parts, context.Parallel, part =>
        {
            var (from, to) = (part * SampleAtOnce, Math.Min(rows.Length, (part + 1) * SampleAtOnce));
            var ranks = Enumerable.Range(from, to - from).Select(s => new RankCounter(points, rows[s], near[s])).ToArray();
            for (var first = 0; first < n; first += RowsAtOnce) foreach (var counter in ranks) counter.See(first, Math.Min(n, first + RowsAtOnce));
            for (var s = from; s < to; s++)
            {
                penalties[s] = ranks[s - from].Ranks().Sum(rank => Math.Max(0.0, rank - k));
                kept[s] = ranks[s - from].Ranks().Count(rank => rank <= k);
            }
        });

        var worst = (double)rows.Length * k * ((2.0 * n) - (3 * k) - 1) / 2;
        return new MapScore(1 - (penalties.Sum() / worst), kept.Sum() / ((double)rows.Length * k), rings is null ? null : Together(layout, rings, k, context));
    }

    private static double Together(MapLayout layout, int[] rings, int k, StageContext context)
    {
        var members = Enumerable.Range(0, rings.Length).Where(row => rings[row] >= 0).GroupBy(row => rings[row]).Select(static ring => ring.ToArray())
            .Where(static ring => ring.Length > 1).ToArray();
        return members.Average(ring =>
        {
            var few = ring.Length > 200 ? ring[..200] : ring;
            var near = Nearest(layout, few, Math.Min(k, ring.Length - 1), context);
            return few.Index().Average(member => near[member.Index].Average(j => rings[j] == rings[member.Item] ? 1.0 : 0));
        });
    }

    /// <summary>The nearest other rows on the map of each of <paramref name="rows"/>, in no order.</summary>
    private static int[][] Nearest(MapLayout layout, int[] rows, int k, StageContext context)
    {
        var near = new int[rows.Length][];
        Parallel.For(0, rows.Length, context.Parallel, s =>
        {
            var (heap, own, far) = (new PriorityQueue<int, float>(), rows[s], float.PositiveInfinity);
            for (var j = 0; j < layout.X.Length; j++)
            {
                var (dx, dy) = (layout.X[j] - layout.X[own], layout.Y[j] - layout.Y[own]);
                var d = (dx * dx) + (dy * dy);
                if (d >= far || j == own) continue;
                heap.Enqueue(j, -d);
                if (heap.Count > k) heap.Dequeue();
                if (heap.Count == k && heap.TryPeek(out _, out var farthest)) far = -farthest;
            }

            near[s] = [.. heap.UnorderedItems.Select(static item => item.Element)];
        });
        return near;
    }

    /// <summary>Counts how many rows are nearer to a row than each of a few others.</summary>
    private sealed class RankCounter
    {
        private readonly PointMatrix _points;
        private readonly int _row;
        private readonly float[] _distances;
        private readonly int[] _nearer;

        public RankCounter(PointMatrix points, int row, int[] others)
        {
            (_points, _row) = (points, row);
            _distances = [.. others.Select(other => Squared(points.Row(row), points.Row(other))).Order()];
            _nearer = new int[others.Length + 1];
        }

        public void See(int from, int to)
        {
            var own = _points.Row(_row);
            for (var j = from; j < to; j++)
            {
                if (j == _row) continue;
                var d = Squared(own, _points.Row(j));
                if (d >= _distances[^1]) continue;
                var at = 0;
                while (_distances[at] <= d) at++;
                _nearer[at]++;
            }
        }

        /// <summary>From 1: how many are nearer than each of the others, and itself.</summary>
        public IEnumerable<int> Ranks()
        {
            var nearer = 0;
            for (var i = 0; i < _distances.Length; i++) yield return 1 + (nearer += _nearer[i]);
        }

        private static float Squared(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            var wideA = MemoryMarshal.Cast<float, Vector<float>>(a);
            var wideB = MemoryMarshal.Cast<float, Vector<float>>(b);
            var sums = Vector<float>.Zero;
            for (var i = 0; i < wideA.Length; i++)
            {
                var difference = wideA[i] - wideB[i];
                sums += difference * difference;
            }

            var sum = Vector.Sum(sums);
            for (var i = wideA.Length * Vector<float>.Count; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
            return sum;
        }
    }
}
