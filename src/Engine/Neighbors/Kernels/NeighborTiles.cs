using ILGPU;

namespace Investigator.Engine.Neighbors.Kernels;

/// <summary>
/// Nearest neighbours by tiles. A group takes as many queries as it has threads and goes through panels of 64 points: coordinates come into shared memory 16 dimensions at a
/// time, each thread sums 8 queries against 8 points in registers, the sums go to shared memory, and then each thread looks through the 64 sums of its one query for what beats
/// the worst it has kept. Nearly nothing does, so the lists can stay in the card's memory; there they outlive the launch, and points may come block by block.
/// </summary>
internal static class NeighborTiles
{
    /// <summary>Points a panel.</summary>
    public const int Width = 64;

    private const int WidthQuads = Width / 4;

    /// <summary>Dimensions in shared memory at a time.</summary>
    private const int Chunk = 16;

    /// <summary>Quads from one query's sums to the next: one more than 64 floats, so that threads reading their rows side by side meet no bank twice.</summary>
    private const int RowQuads = WidthQuads + 1;

    /// <summary>Empties the lists. A thread a query.</summary>
    public static void Clear(Index1D query, BestCandidates best, int queries, int capacity)
    {
        for (var c = 0; c < capacity; c++)
        {
            var at = ((long)c * queries) + query;
            best.Scores[at] = float.NegativeInfinity;
            best.Slots[at] = -1;
        }
    }

    /// <summary>Explicitly grouped: <c>queries / threads</c> groups of <typeparamref name="TShape"/>'s threads.</summary>
    public static void Search<TShape, TForm>(QueryTiles queries, PointPanels points, PanelRanges ranges, BestCandidates best, TileJob job)
        where TShape : struct, ITileShape
        where TForm : struct, IScoreForm
    {
        var queryQuads = default(TShape).Threads / 4;
        var queryTile = SharedMemory.Allocate<Quad>(Chunk * (default(TShape).Threads / 4));
        var pointTile = SharedMemory.Allocate<Quad>(Chunk * WidthQuads);
        var sums = SharedMemory.Allocate<Quad>(default(TShape).Threads * RowQuads);
        var thread = Group.IdxX;
        var query = (Grid.IdxX * default(TShape).Threads) + thread;
        var self = queries.Selves[query];
        var count = queries.Selves.Length;
        var worst = (((long)job.Capacity - 1) * count) + query;
        var threshold = self < 0 ? float.PositiveInfinity : best.Scores[worst];
        var column = thread % 8;
        var row = thread / 8;

        var list = queries.Lists[Grid.IdxX];
        for (var r = ranges.Starts[list]; r < ranges.Starts[list + 1]; r++)
        {
            var end = IntrinsicMath.Min(ranges.End[r], job.End);
            for (var panel = IntrinsicMath.Max(ranges.First[r], job.First); panel < end; panel++)
            {
                var place = (long)(panel - job.Origin);
                var start = new Scores8(points.Bias[(place * WidthQuads) + column], points.Bias[(place * WidthQuads) + 8 + column]);
                Scores8 s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;
                for (var from = 0; from < job.Dimension; from += Chunk)
                {
                    // Nobody may still be summing the tiles that are overwritten here; the barrier before the sums' turn sees to it for the first.
                    if (from > 0) Group.Barrier();
                    var dimensions = IntrinsicMath.Min(Chunk, job.Dimension - from);
                    for (var i = thread; i < dimensions * queryQuads; i += default(TShape).Threads)
                    {
                        var slotQuad = (Grid.IdxX * queryQuads) + (i % queryQuads);
                        queryTile[i] = queries.Values[(((((long)(slotQuad / WidthQuads)) * job.Dimension) + from + (i / queryQuads)) * WidthQuads) + (slotQuad % WidthQuads)];
                    }

                    for (var i = thread; i < dimensions * WidthQuads; i += default(TShape).Threads)
                    {
                        pointTile[i] = points.Values[(((place * job.Dimension) + from) * WidthQuads) + i];
                    }

                    Group.Barrier();
                    for (var j = 0; j < dimensions; j++)
                    {
                        var low = pointTile[(j * WidthQuads) + column];
                        var high = pointTile[(j * WidthQuads) + 8 + column];
                        var q = queryTile[(j * queryQuads) + (2 * row)];
                        s0 = s0.Add<TForm>(q.A, low, high);
                        s1 = s1.Add<TForm>(q.B, low, high);
                        s2 = s2.Add<TForm>(q.C, low, high);
                        s3 = s3.Add<TForm>(q.D, low, high);
                        q = queryTile[(j * queryQuads) + (2 * row) + 1];
                        s4 = s4.Add<TForm>(q.A, low, high);
                        s5 = s5.Add<TForm>(q.B, low, high);
                        s6 = s6.Add<TForm>(q.C, low, high);
                        s7 = s7.Add<TForm>(q.D, low, high);
                    }
                }

                Keep(sums, 8 * row, column, s0);
                Keep(sums, (8 * row) + 1, column, s1);
                Keep(sums, (8 * row) + 2, column, s2);
                Keep(sums, (8 * row) + 3, column, s3);
                Keep(sums, (8 * row) + 4, column, s4);
                Keep(sums, (8 * row) + 5, column, s5);
                Keep(sums, (8 * row) + 6, column, s6);
                Keep(sums, (8 * row) + 7, column, s7);
                Group.Barrier();
                for (var i = 0; i < WidthQuads; i++)
                {
                    var scores = sums[(thread * RowQuads) + i];
                    var slot = (panel * Width) + (4 * i);
                    if (scores.A > threshold && slot != self) threshold = Insert(best, count, worst, scores.A, slot);
                    if (scores.B > threshold && slot + 1 != self) threshold = Insert(best, count, worst, scores.B, slot + 1);
                    if (scores.C > threshold && slot + 2 != self) threshold = Insert(best, count, worst, scores.C, slot + 2);
                    if (scores.D > threshold && slot + 3 != self) threshold = Insert(best, count, worst, scores.D, slot + 3);
                }
            }
        }
    }

    private static void Keep(ArrayView<Quad> sums, int query, int column, Scores8 scores)
    {
        sums[(query * RowQuads) + column] = scores.Low;
        sums[(query * RowQuads) + 8 + column] = scores.High;
    }

    /// <summary>Among equal scores the one met first stays ahead, which is the lower slot where panels come in order.</summary>
    /// <returns>The new threshold: the worst score kept, minus infinity while there is room.</returns>
    private static float Insert(BestCandidates best, long count, long worst, float score, int slot)
    {
        var at = worst;
        while (at >= count && score > best.Scores[at - count])
        {
            best.Scores[at] = best.Scores[at - count];
            best.Slots[at] = best.Slots[at - count];
            at -= count;
        }

        best.Scores[at] = score;
        best.Slots[at] = slot;
        return best.Scores[worst];
    }
}
