using ILGPU;

namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>
/// The search of panels by distance tiles. A group of threads takes as many queries as it has threads and goes through panels of 64 points. Coordinates are
/// loaded into shared memory 32 dimensions at a time; each thread sums 8 queries against 8 points in registers and compares the sums with the worst score that
/// each query has kept. A better score waits in a short queue of the query; only when a queue fills up do all threads insert what waits for their own query.
/// Almost no score beats the worst one kept, so that is rare, and the lists can stay in the GPU's memory, where they outlive the launch, and points may come
/// block by block.
/// </summary>
internal static class GpuDistanceTiles
{
    /// <summary>Points per panel.</summary>
    public const int Width = 64;

    private const int WidthVectors = Width / 4;

    /// <summary>Dimensions in shared memory at a time. Queries with no more dimensions than this stay there.</summary>
    private const int Chunk = 32;

    /// <summary>Places in a query's queue.</summary>
    private const int Places = 8;

    /// <summary>Parts in which the sums of a panel pass through shared memory when a queue overflows: 16 points each.</summary>
    private const int Parts = 4;

    /// <summary>
    /// Vectors from one query's sums to the next: one more than 16 floats need, so that threads reading their rows side by side have no bank conflicts.
    /// </summary>
    private const int RowVectors = (WidthVectors / Parts) + 1;

    /// <summary>Empties the lists, one thread per query.</summary>
    /// <param name="floor"><c>[queries]</c> scores that candidates must beat; minus infinity lets any through.</param>
    public static void Clear(Index1D query, TopKViews best, ArrayView<float> floor, int queries, int capacity)
    {
        for (var c = 0; c < capacity; c++)
        {
            var at = ((long)c * queries) + query;
            best.Scores[at] = floor[query];
            best.Slots[at] = -1;
        }
    }

    /// <summary>
    /// Explicitly grouped: <c>queries / threads</c> groups of <typeparamref name="TShape"/>'s threads. Among equal scores the lower slots are kept, where
    /// panels come in order.
    /// </summary>
    public static void Search<TShape, TForm, TFilter>(
        QueryTiles queries, PointPanels points, PanelRanges ranges, TopKViews best, FilterViews views, TileJob job)
        where TShape : struct, ITileShape
        where TForm : struct, IScoreForm
        where TFilter : struct, ICandidateFilter
    {
        var queryVectors = default(TShape).Threads / 4;
        var queryTile = SharedMemory.Allocate<Float4>(Chunk * (default(TShape).Threads / 4));
        var pointTile = SharedMemory.Allocate<Float4>(Chunk * WidthVectors);
        var sums = SharedMemory.Allocate<Float4>(default(TShape).Threads * RowVectors);
        var queue = new TileQueue
        {
            Thresholds = SharedMemory.Allocate<float>(default(TShape).Threads),
            Waiting = SharedMemory.Allocate<int>(default(TShape).Threads),
            Scores = SharedMemory.Allocate<float>(Places * default(TShape).Threads),
            Slots = SharedMemory.Allocate<int>(Places * default(TShape).Threads),
        };
        var thread = Group.IdxX;
        var tile = job.FirstTile + Grid.IdxX;
        var query = (tile * default(TShape).Threads) + thread;
        var list = new GpuTopK { Best = best, Count = queries.Selves.Length, Capacity = job.Capacity, Query = query, Self = queries.Selves[query] };
        var threshold = list.Self < 0 ? float.PositiveInfinity : list.Worst;
        queue.Thresholds[thread] = threshold;
        queue.Waiting[thread] = 0;
        var kept = 0;
        var column = thread % 8;
        var row = thread / 8;
        var resident = job.Dimension <= Chunk;
        if (resident) LoadQueries<TShape>(queryTile, queries, tile, job.Dimension, 0, job.Dimension);

        var group = queries.Lists[tile];
        for (var r = ranges.Starts[group]; r < ranges.Starts[group + 1]; r++)
        {
            var end = IntrinsicMath.Min(ranges.End[r], job.End);
            for (var panel = IntrinsicMath.Max(ranges.First[r], job.First); panel < end; panel++)
            {
                if (default(TFilter).Skips(views, tile, panel)) continue;
                var place = (long)(panel - job.Origin);
                var start = new Float8(points.Bias[(place * WidthVectors) + column], points.Bias[(place * WidthVectors) + 8 + column]);
                Float8 s0 = start, s1 = start, s2 = start, s3 = start, s4 = start, s5 = start, s6 = start, s7 = start;
                for (var from = 0; from < job.Dimension; from += Chunk)
                {
                    // No thread may still be summing the tiles that are overwritten here; for the first chunk the barrier before the queues makes sure of that.
                    if (from > 0) Group.Barrier();
                    var dimensions = IntrinsicMath.Min(Chunk, job.Dimension - from);
                    if (!resident) LoadQueries<TShape>(queryTile, queries, tile, job.Dimension, from, dimensions);
                    for (var i = thread; i < dimensions * WidthVectors; i += default(TShape).Threads)
                    {
                        pointTile[i] = points.Values[(((place * job.Dimension) + from) * WidthVectors) + i];
                    }

                    Group.Barrier();
                    for (var j = 0; j < dimensions; j++)
                    {
                        var low = pointTile[(j * WidthVectors) + column];
                        var high = pointTile[(j * WidthVectors) + 8 + column];
                        var q = queryTile[(j * queryVectors) + (2 * row)];
                        s0 = s0.Add<TForm>(q.A, low, high);
                        s1 = s1.Add<TForm>(q.B, low, high);
                        s2 = s2.Add<TForm>(q.C, low, high);
                        s3 = s3.Add<TForm>(q.D, low, high);
                        q = queryTile[(j * queryVectors) + (2 * row) + 1];
                        s4 = s4.Add<TForm>(q.A, low, high);
                        s5 = s5.Add<TForm>(q.B, low, high);
                        s6 = s6.Add<TForm>(q.C, low, high);
                        s7 = s7.Add<TForm>(q.D, low, high);
                    }
                }

                var slot = (panel * Width) + (4 * column);
                var full = Enqueue<TShape, TFilter>(queue, sums, views, tile, 8 * row, slot, s0);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 1, slot, s1);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 2, slot, s2);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 3, slot, s3);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 4, slot, s4);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 5, slot, s5);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 6, slot, s6);
                full |= Enqueue<TShape, TFilter>(queue, sums, views, tile, (8 * row) + 7, slot, s7);
                if (Group.BarrierOr(full))
                {
                    var lost = Group.BarrierOr(queue.Waiting[thread] > Places);

                    // Where a queue ran out of places, the whole panel is gone through again: what it had put into queues does not count.
                    threshold = InsertWaiting<TShape>(queue, list, threshold, lost ? kept : queue.Waiting[thread]);
                    if (lost)
                    {
                        for (var part = 0; part < Parts; part++)
                        {
                            Group.Barrier();
                            if (column / 4 == part % 2)
                            {
                                var at = (8 * row * RowVectors) + (column % 4);
                                sums[at] = part < 2 ? s0.Low : s0.High;
                                sums[at + RowVectors] = part < 2 ? s1.Low : s1.High;
                                sums[at + (2 * RowVectors)] = part < 2 ? s2.Low : s2.High;
                                sums[at + (3 * RowVectors)] = part < 2 ? s3.Low : s3.High;
                                sums[at + (4 * RowVectors)] = part < 2 ? s4.Low : s4.High;
                                sums[at + (5 * RowVectors)] = part < 2 ? s5.Low : s5.High;
                                sums[at + (6 * RowVectors)] = part < 2 ? s6.Low : s6.High;
                                sums[at + (7 * RowVectors)] = part < 2 ? s7.Low : s7.High;
                            }

                            Group.Barrier();
                            for (var i = 0; i < WidthVectors / Parts; i++)
                            {
                                var scores = sums[(thread * RowVectors) + i];
                                var first = (panel * Width) + (part * (Width / Parts)) + (4 * i);
                                threshold = InsertAdmitted<TFilter>(list, views, threshold, scores.A, first);
                                threshold = InsertAdmitted<TFilter>(list, views, threshold, scores.B, first + 1);
                                threshold = InsertAdmitted<TFilter>(list, views, threshold, scores.C, first + 2);
                                threshold = InsertAdmitted<TFilter>(list, views, threshold, scores.D, first + 3);
                            }
                        }
                    }

                    queue.Waiting[thread] = 0;
                    queue.Thresholds[thread] = threshold;
                    Group.Barrier();
                }

                kept = queue.Waiting[thread];
            }
        }

        InsertWaiting<TShape>(queue, list, threshold, kept);
    }

    private static void LoadQueries<TShape>(ArrayView<Float4> to, QueryTiles queries, int tile, int dimension, int from, int dimensions)
        where TShape : struct, ITileShape
    {
        var vectors = default(TShape).Threads / 4;
        for (var i = Group.IdxX; i < dimensions * vectors; i += default(TShape).Threads)
        {
            var vector = (tile * vectors) + (i % vectors);
            to[i] = queries.Values[((((long)(vector / WidthVectors) * dimension) + from + (i / vectors)) * WidthVectors) + (vector % WidthVectors)];
        }
    }

    /// <summary>Puts the points, of 8, that beat a query's threshold into its queue.</summary>
    /// <param name="slot">Slot of the first four points; the other four are 32 slots further on.</param>
    /// <returns>Whether the queue is at least half full.</returns>
    private static bool Enqueue<TShape, TFilter>(TileQueue queue, ArrayView<Float4> scratch, FilterViews views, int tile, int query, int slot, Float8 scores)
        where TShape : struct, ITileShape
        where TFilter : struct, ICandidateFilter
    {
        var threshold = queue.Thresholds[query];
        if (!scores.AnyAbove(threshold)) return false;

        // Registers cannot be indexed; the thread's own part of the buffer for sums can.
        var own = scratch.SubView(2 * Group.IdxX, 2);
        own[0] = scores.Low;
        own[1] = scores.High;
        var full = false;
        for (var i = 0; i < 8; i++)
        {
            var four = own[i / 4];
            var score = i % 4 == 0 ? four.A : i % 4 == 1 ? four.B : i % 4 == 2 ? four.C : four.D;
            if (!(score > threshold)) continue;
            var at = slot + (i / 4 * (Width / 2)) + (i % 4);
            score = default(TFilter).Admit(views, (tile * default(TShape).Threads) + query, at, score);
            if (!(score > threshold)) continue;
            var place = Atomic.Add(ref queue.Waiting[query], 1);
            if (place < Places)
            {
                queue.Scores[(place * default(TShape).Threads) + query] = score;
                queue.Slots[(place * default(TShape).Threads) + query] = at;
            }

            full |= place >= Places / 2;
        }

        return full;
    }

    /// <summary>Inserts the first candidates waiting for the thread's own query, whatever their order.</summary>
    /// <returns>The new threshold.</returns>
    private static float InsertWaiting<TShape>(TileQueue queue, GpuTopK list, float threshold, int waiting)
        where TShape : struct, ITileShape
    {
        for (var place = 0; place < waiting; place++)
        {
            var at = (place * default(TShape).Threads) + Group.IdxX;
            var (score, slot) = (queue.Scores[at], queue.Slots[at]);
            if (slot == list.Self || score < threshold) continue;
            if (score > threshold || slot < list.WorstSlot) threshold = list.Insert(score, slot);
        }

        return threshold;
    }

    private static float InsertAdmitted<TFilter>(GpuTopK list, FilterViews views, float threshold, float score, int slot)
        where TFilter : struct, ICandidateFilter
    {
        if (!(score > threshold) || slot == list.Self) return threshold;
        score = default(TFilter).Admit(views, list.Query, slot, score);
        return score > threshold ? list.Insert(score, slot) : threshold;
    }
}
