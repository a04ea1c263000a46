namespace Investigator.Engine.Hierarchy;

/// <summary>
/// Sorts steps by distance, equal ones in the order in which the reference implementation meets them. Mutual reachability makes many exact ties (every edge at
/// a point's own core distance), and which of two clusters such a point joins is decided by the order alone. The reference sorts with NumPy, whose sort on processors
/// with AVX-512 is a quicksort on blocks of 8 lanes that ends in bitonic networks (Bramas 2017, "A novel hybrid quicksort algorithm vectorized using AVX-512"); the
/// same exchanges are made here, one by one and on any processor, so that labels and scores agree row by row.
/// </summary>
internal static class TieOrder
{
    private const int Lanes = 8;

    /// <summary>Shorter runs are sorted by network.</summary>
    private const int NetworkLength = 256;

    /// <summary>Vectors that the partition takes at once from longer runs.</summary>
    private const int Unroll = 4;

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
        private readonly SortingNetwork _network = new(keys, NetworkLength);

        /// <summary>Depth is bounded by <paramref name="budget"/>; a run that uses it up is sorted by key and index.</summary>
        public void Sort(int start, int end, int budget)
        {
            if (end - start <= NetworkLength)
            {
                _network.Sort(order.AsSpan(start, end - start));
                return;
            }

            if (budget <= 0)
            {
                order.AsSpan(start, end - start).Sort((a, b) => (keys[a], a).CompareTo((keys[b], b)));
                return;
            }

            var (least, greatest) = (int.MaxValue, int.MinValue);
            for (var i = start; i < end; i++) (least, greatest) = (Math.Min(least, keys[order[i]]), Math.Max(greatest, keys[order[i]]));
            var pivot = Pivot(start, end);
            var middle = Partition(start, end, pivot);
            if (pivot != least) Sort(start, middle, budget - 1);
            if (pivot != greatest) Sort(middle, end, budget - 1);
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
        private int Partition(int left, int right, int pivot)
        {
            var width = Lanes * (right - left <= 8 * Unroll * Lanes ? 1 : Unroll);
            for (var rest = (right - left) % width; rest > 0; rest--)
            {
                if (keys[order[left]] < pivot)
                {
                    left++;
                }
                else
                {
                    right--;
                    (order[left], order[right]) = (order[right], order[left]);
                }
            }

            if (left == right) return left;
            var gap = new Gap(left, right);
            Span<int> room = stackalloc int[3 * Lanes * Unroll];
            var first = room[..width];
            var last = room.Slice(width, width);
            var block = room.Slice(2 * width, width);
            order.AsSpan(left, width).CopyTo(first);
            left += width;
            if (left > right - width)
            {
                Place(first, pivot, ref gap);
                return gap.Low;
            }

            order.AsSpan(right - width, width).CopyTo(last);
            right -= width;
            while (left != right)
            {
                // From the side with less room to write, so that nothing unread is overwritten.
                var fromRight = gap.High - right < left - gap.Low;
                if (fromRight) right -= width;
                order.AsSpan(fromRight ? right : left, width).CopyTo(block);
                if (!fromRight) left += width;
                Place(block, pivot, ref gap);
            }

            Place(first, pivot, ref gap);
            Place(last, pivot, ref gap);
            return gap.Low;
        }

        /// <summary>Vector by vector, keys below the pivot to the low end of the gap, the others to its high end, each in order.</summary>
        private void Place(ReadOnlySpan<int> block, int pivot, ref Gap gap)
        {
            for (var v = 0; v < block.Length; v += Lanes)
            {
                var above = 0;
                for (var i = v; i < v + Lanes; i++) if (!(keys[block[i]] < pivot)) above++;
                var high = gap.High - above;
                for (var i = v; i < v + Lanes; i++) order[keys[block[i]] < pivot ? gap.Low++ : high++] = block[i];
                gap.High -= above;
            }
        }

        private record struct Gap(int Low, int High);
    }
}
