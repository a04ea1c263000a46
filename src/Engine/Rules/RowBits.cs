using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Investigator.Engine.Rules;

/// <summary>A set of rows, a bit each: what conditions match is counted by whole words.</summary>
/// <param name="rows">Rows there are, n.</param>
internal sealed class RowBits(int rows)
{
    /// <summary>Rows of one word.</summary>
    private const int Width = 64;

    /// <summary><c>[(n + 63) / 64]</c>; bits from n on are 0.</summary>
    private readonly ulong[] _words = new ulong[(rows + 63) >> 6];

    public void Add(int row) => _words[row >> 6] |= 1UL << row;

    /// <summary>The rows that meet a condition.</summary>
    public static RowBits Of(ConditionTest test, int rows)
    {
        var bits = new RowBits(rows);
        var (words, whole) = (bits._words, rows / Width);
        if (test.AsFloats() is { } floats) Compare(floats, words.AsSpan(0, whole));
        else for (var w = 0; w < whole; w++) words[w] = Test(test, w << 6, Width);
        if (whole < words.Length) words[whole] = Test(test, whole << 6, rows - (whole << 6));
        return bits;
    }

    public static RowBits Of(IEnumerable<int> members, int rows)
    {
        var bits = new RowBits(rows);
        foreach (var row in members) bits.Add(row);
        return bits;
    }

    public bool Contains(int row) => (_words[row >> 6] >> row & 1) != 0;

    /// <summary>Rows that are in every one of <paramref name="all"/>, which is not empty.</summary>
    public static RowBits And(IReadOnlyList<RowBits> all)
    {
        var both = new RowBits(all[0]._words.Length << 6);
        all[0]._words.CopyTo(both._words, 0);
        for (var i = 1; i < all.Count; i++)
        {
            var other = all[i]._words;
            for (var w = 0; w < other.Length; w++) both._words[w] &= other[w];
        }
        return both;
    }

    /// <summary>How many rows meet a condition.</summary>
    public static int Count(ConditionTest test, int rows)
    {
        var count = 0;
        foreach (var word in Of(test, rows)._words) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>Rows of <paramref name="within"/> that are in every one of <paramref name="all"/> but the one at <paramref name="except"/>.</summary>
    public static int Count(RowBits within, IReadOnlyList<RowBits> all, int except = -1)
    {
        var count = 0;
        for (var w = 0; w < within._words.Length; w++)
        {
            var word = within._words[w];
            for (var i = 0; i < all.Count && word != 0; i++)
            {
                if (i != except) word &= all[i]._words[w];
            }
            count += BitOperations.PopCount(word);
        }
        return count;
    }

    /// <summary>The rows in every one of <paramref name="all"/>, ascending; <paramref name="all"/> is not empty.</summary>
    /// <param name="all">Sets of rows.</param>
    /// <param name="most">Rows to stop at.</param>
    public static int[] Rows(IReadOnlyList<RowBits> all, int most = int.MaxValue)
    {
        var found = new List<int>();
        for (var w = 0; w < all[0]._words.Length && found.Count < most; w++)
        {
            var word = all[0]._words[w];
            for (var i = 1; i < all.Count && word != 0; i++) word &= all[i]._words[w];
            for (; word != 0 && found.Count < most; word &= word - 1) found.Add((w << 6) + BitOperations.TrailingZeroCount(word));
        }
        return [.. found];
    }

    private static ulong Test(ConditionTest test, int first, int count)
    {
        var word = 0UL;
        for (var i = 0; i < count; i++) word |= (test.Holds(first + i) ? 1UL : 0UL) << i;
        return word;
    }

    /// <summary>Sixteen values at a time; a comparison with NaN is false.</summary>
    private static void Compare(FloatTest test, Span<ulong> words)
    {
        var number = Vector512.Create(test.Number);
        ref var values = ref test.Values[0];
        for (var w = 0; w < words.Length; w++)
        {
            var word = 0UL;
            for (var part = 0; part < Width; part += Vector512<float>.Count)
            {
                var value = Vector512.LoadUnsafe(ref Unsafe.Add(ref values, (w << 6) + part));
                word |= Holds(value).ExtractMostSignificantBits() << part;
            }
            words[w] = word;
        }

        Vector512<float> Holds(Vector512<float> value) => test.Operator switch
        {
            RuleOperator.AtLeast => Vector512.GreaterThanOrEqual(value, number),
            RuleOperator.AtMost => Vector512.LessThanOrEqual(value, number),
            _ => Vector512.Equals(value, number),
        };
    }
}
