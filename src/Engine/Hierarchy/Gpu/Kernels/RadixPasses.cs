using ILGPU;

namespace Investigator.Engine.Hierarchy.Gpu.Kernels;

/// <summary>
/// One pass of a stable radix sort by 8 bits, without barriers or atomics: each thread counts, and later moves, a run of its own keys. Between the two steps
/// the host adds up the counts, which are few.
/// </summary>
internal static class RadixPasses
{
    public const int Digits = 256;

    /// <param name="counts">Out: <c>[256, threads]</c>, how often each digit occurs in each thread's run.</param>
    public static void Count(Index1D thread, ArrayView<ulong> keys, ArrayView<int> counts, int threads, int run, int shift)
    {
        for (var digit = 0; digit < Digits; digit++) counts[(digit * threads) + thread] = 0;
        var end = IntrinsicMath.Min(((long)thread.X + 1) * run, keys.Length);
        for (var i = (long)thread.X * run; i < end; i++)
        {
            var digit = (int)((keys[i] >> shift) & (Digits - 1));
            counts[(digit * threads) + thread]++;
        }
    }

    /// <param name="places">In: <c>[256, threads]</c>, where each thread's first key of each digit goes. Overwritten.</param>
    public static void Move(Index1D thread, ArrayView<ulong> keys, ArrayView<ulong> sorted, ArrayView<int> places, int threads, int run, int shift)
    {
        var end = IntrinsicMath.Min(((long)thread.X + 1) * run, keys.Length);
        for (var i = (long)thread.X * run; i < end; i++)
        {
            var key = keys[i];
            var place = ((int)((key >> shift) & (Digits - 1)) * threads) + thread;
            sorted[places[place]] = key;
            places[place]++;
        }
    }
}
