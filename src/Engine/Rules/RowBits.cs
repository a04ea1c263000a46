using System.Numerics;

namespace Investigator.Engine.Rules;

/// <summary>A set of rows, a bit each: what conditions match is counted by whole words.</summary>
/// <param name="rows">Rows there are, n.</param>
internal sealed class RowBits(int rows)
{
    /// <summary><c>[(n + 63) / 64]</c>; bits from n on are 0.</summary>
    private readonly ulong[] _words = new ulong[(rows + 63) >> 6];

    public void Add(int row) => _words[row >> 6] |= 1UL << row;

    /// <summary>The rows that meet a condition.</summary>
    public static RowBits Of(ConditionTest test, int rows)
    {
        var bits = new RowBits(rows);
        var words = bits._words;
        for (var w = 0; w < words.Length; w++)
        {
            var (word, first) = (0UL, w << 6);
            var last = Math.Min(64, rows - first);
            for (var i = 0; i < last; i++) word |= (test.Holds(first + i) ? 1UL : 0UL) << i;
            words[w] = word;
        }
        return bits;
    }

    public static RowBits Of(IEnumerable<int> members, int rows)
    {
        var bits = new RowBits(rows);
        foreach (var row in members) bits.Add(row);
        return bits;
    }

    public bool Contains(int row) => (_words[row >> 6] >> row & 1) != 0;

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
    public static int[] Rows(IReadOnlyList<RowBits> all)
    {
        var found = new List<int>();
        for (var w = 0; w < all[0]._words.Length; w++)
        {
            var word = all[0]._words[w];
            for (var i = 1; i < all.Count && word != 0; i++) word &= all[i]._words[w];
            for (; word != 0; word &= word - 1) found.Add((w << 6) + BitOperations.TrailingZeroCount(word));
        }
        return [.. found];
    }
}
