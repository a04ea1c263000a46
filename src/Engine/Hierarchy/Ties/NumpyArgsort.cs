namespace Investigator.Engine.Hierarchy.Ties;

/// <summary>
/// Sorts steps by distance, and equal distances in the order in which the reference implementation meets them. Mutual reachability makes many exact ties (every
/// edge at a point's own core distance), and which of two clusters such a point joins is decided by the order alone. The reference sorts with NumPy, whose sort
/// on processors with AVX-512 is a quicksort that moves vectors of 8 keys and ends in bitonic networks (Bramas 2017, "A novel hybrid quicksort algorithm
/// vectorized using AVX-512"); the same exchanges are made here, one by one and on any processor, so that labels and scores agree row by row. The constants
/// (runs of 256, blocks of 4 vectors, the fifth of eight samples, twice the logarithm as depth) are those of x86-simd-sort, github.com/numpy/x86-simd-sort. A
/// run that uses up its depth, as happens where one distance occurs some hundreds of times, is left to a library's sort there; here such ties are ordered by
/// number.
/// </summary>
internal static class NumpyArgsort
{
    private const int Lanes = 8;

    /// <summary>Keys that a partition takes at once.</summary>
    private const int Width = 4 * Lanes;

    /// <summary>Runs of up to this are sorted by network.</summary>
    private const int NetworkLength = 256;

    /// <returns><c>[n]</c> indices of <paramref name="keys"/> by rising key.</returns>
    public static int[] Sort(int[] keys)
    {
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        if (order.Length > 1) new Quicksort(keys, order).Sort(0, order.Length, 2 * (int)Math.Log2(order.Length));
        return order;
    }

    private sealed class Quicksort(int[] keys, int[] order)
    {
        private readonly int[] _networkKeys = new int[NetworkLength];

        /// <summary>Depth is bounded by <paramref name="budget"/>; a run that uses it up is sorted by key and index.</summary>
        public void Sort(int start, int end, int budget)
        {
            if (end - start <= NetworkLength)
            {
                SortByNetwork(order.AsSpan(start, end - start));
                return;
            }

            if (budget == 0)
            {
                order.AsSpan(start, end - start).Sort((a, b) => (keys[a], a).CompareTo((keys[b], b)));
                return;
            }

            var pivot = Pivot(start, end);
            var middle = Partition(start, end, pivot);
            Sort(start, middle, budget - 1);

            // A run of equal keys is left as it is.
            for (var i = middle; i < end; i++)
            {
                if (keys[order[i]] == pivot) continue;
                Sort(middle, end, budget - 1);
                return;
            }
        }

        /// <summary>Bitonic sort: runs of 1, 2, 4 and so on are merged in pairs, the second of each read backwards. Equal keys are never exchanged.</summary>
        private void SortByNetwork(Span<int> run)
        {
            for (var i = 0; i < run.Length; i++) _networkKeys[i] = keys[run[i]];
            for (var merged = 2; merged < 2 * run.Length; merged *= 2)
            {
                Exchange(run, merged - 1);
                for (var apart = merged / 4; apart > 0; apart /= 2) Exchange(run, apart);
            }
        }

        /// <summary>
        /// Compares each place with the one whose number differs in the bits of <paramref name="flip"/>; the lesser key goes to the lower place. Places past
        /// the end would hold the greatest keys, which never move.
        /// </summary>
        private void Exchange(Span<int> run, int flip)
        {
            for (var low = 0; low < run.Length; low++)
            {
                var high = low ^ flip;
                if (high < low || high >= run.Length || _networkKeys[high] >= _networkKeys[low]) continue;
                (_networkKeys[low], _networkKeys[high]) = (_networkKeys[high], _networkKeys[low]);
                (run[low], run[high]) = (run[high], run[low]);
            }
        }

        /// <summary>The fifth least of eight samples.</summary>
        private int Pivot(int start, int end)
        {
            Span<int> sample = stackalloc int[Lanes];
            var apart = (end - 1 - start) / Lanes;
            for (var i = 0; i < Lanes; i++) sample[i] = keys[order[start + ((i + 1) * apart)]];
            sample.Sort();
            return sample[Lanes / 2];
        }

        /// <returns>Where the keys not below the pivot begin.</returns>
        private int Partition(int start, int end, int pivot)
        {
            // Keys that do not fill a block go first, one by one.
            for (var rest = (end - start) % Width; rest > 0; rest--)
            {
                if (keys[order[start]] < pivot)
                {
                    start++;
                    continue;
                }

                end--;
                (order[start], order[end]) = (order[end], order[start]);
            }

            // A block of each end is held back until last: its place is the first gap to write to.
            Span<int> held = stackalloc int[2 * Width];
            Span<int> block = stackalloc int[Width];
            order.AsSpan(start, Width).CopyTo(held);
            order.AsSpan(end - Width, Width).CopyTo(held[Width..]);
            var gap = new Gap(start, end);
            var (unreadFrom, unreadTo) = (start + Width, end - Width);
            while (unreadFrom < unreadTo)
            {
                // From the side with less room to write, so that nothing unread is overwritten.
                var at = gap.High - unreadTo < unreadFrom - gap.Low ? unreadTo -= Width : (unreadFrom += Width) - Width;
                order.AsSpan(at, Width).CopyTo(block);
                Place(block, pivot, ref gap);
            }

            Place(held, pivot, ref gap);
            return gap.Low;
        }

        /// <summary>Vector by vector, keys below the pivot to the low end of the gap, the others to its high end, each in order.</summary>
        private void Place(ReadOnlySpan<int> block, int pivot, ref Gap gap)
        {
            for (var v = 0; v < block.Length; v += Lanes)
            {
                var above = 0;
                for (var i = v; i < v + Lanes; i++) above += keys[block[i]] < pivot ? 0 : 1;
                var high = gap.High - above;
                for (var i = v; i < v + Lanes; i++) order[keys[block[i]] < pivot ? gap.Low++ : high++] = block[i];
                gap.High -= above;
            }
        }

        private record struct Gap(int Low, int High);
    }
}
