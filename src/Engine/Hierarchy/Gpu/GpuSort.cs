using ILGPU;
using ILGPU.Runtime;
using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy.Gpu.Kernels;
using Investigator.Engine.VectorSearch.Gpu;

namespace Investigator.Engine.Hierarchy.Gpu;

/// <summary>Sorts keys on a GPU: stable passes over 8 bits, from the lowest; digits in which no two keys differ are skipped.</summary>
internal static class GpuSort
{
    /// <summary>Fewest keys per thread.</summary>
    private const int MinRun = 64;

    /// <summary>More threads would only make more counts for the host to add up.</summary>
    private const int MaxThreads = 1 << 14;

    /// <returns>The items by rising key, equal ones in their original order.</returns>
    public static int[] By(GpuTarget gpu, int[] items, Func<int, uint> key, StageContext context)
    {
        var keys = new ulong[items.Length];
        context.ForEachRow(keys.Length, e => keys[e] = ((ulong)key(items[e]) << 32) | (uint)e);

        // The low halves rise already, and the passes keep the order of equal keys.
        Sort(gpu, keys, from: 32);
        return Array.ConvertAll(keys, place => items[(uint)place]);
    }

    /// <param name="keys">Sorted in place, rising.</param>
    /// <param name="from">The lowest bit that counts, a multiple of 8.</param>
    public static void Sort(GpuTarget gpu, ulong[] keys, int from = 0)
    {
        if (keys.Length < 2) return;
        var threads = Math.Clamp(keys.Length / MinRun, 1, MaxThreads);
        var run = (int)(((long)keys.Length + threads - 1) / threads);
        var accelerator = gpu.Accelerator;
        accelerator.Bind();
        using var one = accelerator.Allocate1D(keys);
        using var two = accelerator.Allocate1D<ulong>(keys.Length);
        using var places = accelerator.Allocate1D<int>(RadixPasses.Digits * threads);
        var count = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<ulong>, ArrayView<int>, int, int, int>(RadixPasses.Count);
        var move = accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<ulong>, ArrayView<ulong>, ArrayView<int>, int, int, int>(RadixPasses.Move);
        var (source, target) = (one, two);
        var differing = Differing(keys);
        for (var shift = from; shift < 64; shift += 8)
        {
            if (((differing >> shift) & (RadixPasses.Digits - 1)) == 0) continue;
            count(threads, source.View, places.View, threads, run, shift);
            var counts = places.GetAsArray1D();
            for (var (i, sum) = (0, 0); i < counts.Length; i++) (counts[i], sum) = (sum, sum + counts[i]);
            places.CopyFromCPU(counts);
            move(threads, source.View, target.View, places.View, threads, run, shift);
            (source, target) = (target, source);
        }

        source.CopyToCPU(keys);
    }

    private static ulong Differing(ulong[] keys)
    {
        ulong differing = 0;
        foreach (var key in keys) differing |= key ^ keys[0];
        return differing;
    }
}
