using System.Runtime.InteropServices;

namespace Investigator.Engine.Core;

/// <summary>Sorts float32 values by their bits: a radix sort of 11 bits a pass, some five times as fast as a comparison sort of a million values.</summary>
internal static class FloatSort
{
    private const int Bits = 11;
    private const int Digits = 1 << Bits;

    /// <summary>For fewer values the counts of the digits cost more than comparisons.</summary>
    private const int FewestValues = 4096;

    /// <summary>Ascending; 0 after -0.</summary>
    /// <param name="values">None is NaN.</param>
    /// <param name="room">At least as long; its content is lost.</param>
    public static void Sort(Span<float> values, Span<float> room)
    {
        if (values.Length < FewestValues)
        {
            values.Sort();
            return;
        }

        var from = MemoryMarshal.Cast<float, uint>(values);
        var to = MemoryMarshal.Cast<float, uint>(room[..values.Length]);
        var counts = new int[3 * Digits];
        var (first, differing) = (Rising(from[0]), 0u);
        for (var i = 0; i < from.Length; i++)
        {
            var key = Rising(from[i]);
            from[i] = key;
            differing |= key ^ first;
            counts[key & (Digits - 1)]++;
            counts[Digits + ((key >> Bits) & (Digits - 1))]++;
            counts[(2 * Digits) + (key >> (2 * Bits))]++;
        }

        for (var pass = 0; pass < 3; pass++)
        {
            var shift = pass * Bits;
            if (((differing >> shift) & (Digits - 1)) == 0) continue;
            var places = counts.AsSpan(pass * Digits, Digits);
            for (var (digit, before) = (0, 0); digit < Digits; digit++) (places[digit], before) = (before, before + places[digit]);
            foreach (var key in from) to[places[(int)((key >> shift) & (Digits - 1))]++] = key;
            var other = from;
            from = to;
            to = other;
        }

        var sorted = MemoryMarshal.Cast<float, uint>(values);
        for (var i = 0; i < sorted.Length; i++) sorted[i] = Bitwise(from[i]);
    }

    /// <summary>Bits that rise with the value: of a negative number all are turned, of another the sign alone.</summary>
    private static uint Rising(uint bits) => bits ^ ((uint)((int)bits >> 31) | 0x80000000);

    private static uint Bitwise(uint key) => key ^ (((key >> 31) - 1) | 0x80000000);
}
