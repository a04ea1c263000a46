using System.Buffers;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>
/// The distinct rows of a matrix, as NumPy's <c>unique</c> gives them. Rows are equal when their values are, so 0 and -0 are equal. Distinct rows are numbered
/// in the order of their first row.
/// </summary>
public sealed record UniqueRows
{
    private const int Empty = -1;
    private const int MostSlots = 1 << 30;

    /// <summary><c>[n]</c> the distinct row that each row equals.</summary>
    public required int[] Inverse { get; init; }

    /// <summary><c>[unique]</c> the first row that equals each distinct row, ascending.</summary>
    public required int[] FirstIndex { get; init; }

    /// <summary><c>[unique]</c> how many rows equal each distinct row.</summary>
    public required int[] Counts { get; init; }

    public int Count => FirstIndex.Length;

    /// <summary>Takes time linear in the values: rows are hashed, and compared where hashes collide.</summary>
    /// <param name="points"><c>[n, d]</c>, every value finite.</param>
    /// <exception cref="InputException">2^30 rows or more.</exception>
    public static UniqueRows Of(PointMatrix points)
    {
        var n = points.Count;
        if (n >= MostSlots) throw new InputException("there are too many rows to tell counts apart", value: $"{n}", expected: $"fewer than {MostSlots}");
        var inverse = new int[n];
        var (first, counts) = (new List<int>(), new List<int>());
        var size = (int)Math.Min(MostSlots, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)n + 1) * 2);
        var table = ArrayPool<int>.Shared.Rent(size);
        table.AsSpan(0, size).Fill(Empty);
        for (var i = 0; i < n; i++)
        {
            var row = points.Row(i);
            var slot = Hash(row) & (size - 1);
            while (table[slot] != Empty && !row.SequenceEqual(points.Row(first[table[slot]]))) slot = (slot + 1) & (size - 1);
            if (table[slot] == Empty)
            {
                table[slot] = first.Count;
                first.Add(i);
                counts.Add(0);
            }

            inverse[i] = table[slot];
            counts[inverse[i]]++;
        }

        ArrayPool<int>.Shared.Return(table);
        return new UniqueRows { Inverse = inverse, FirstIndex = [.. first], Counts = [.. counts] };
    }

    /// <summary>
    /// Multiplies and rotates the bits of the values, mixed at the end (the finaliser of MurmurHash3, Appleby 2008). Adding 0 turns -0 into 0.
    /// </summary>
    private static int Hash(ReadOnlySpan<float> row)
    {
        ulong hash = 0x9E3779B97F4A7C15;
        foreach (var value in row) hash = ulong.RotateLeft((hash ^ BitConverter.SingleToUInt32Bits(value + 0f)) * 0xFF51AFD7ED558CCD, 31);
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return (int)(hash ^ (hash >> 33));
    }
}
