using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Facts;

/// <summary>Which sequences are one and the same: by their pages alone, or by pages and times.</summary>
internal static class SequenceIdentity
{
    /// <summary><c>[n]</c> the first row with exactly the same pages in the same order, whatever the pauses between; -1 where there is no event.</summary>
    public static int[] SamePages(SequenceSet set)
    {
        var first = new Dictionary<int, int>(new Comparer(set, withTimes: false));
        var codes = new int[set.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = -1;
            if (set.Length(row) == 0) continue;
            first.TryAdd(row, row);
            codes[row] = first[row];
        }
        return codes;
    }

    /// <summary>
    /// Sequences of the same pages and the same times, each once: scripts and empty sequences repeat, and must get the very same vector whichever batch they
    /// would have fallen into.
    /// </summary>
    public static DistinctSequences SameEvents(SequenceSet set)
    {
        var seen = new FirstSeen<int>(new Comparer(set, withTimes: true));
        var rows = new List<int>();
        var of = new int[set.Count];
        for (var row = 0; row < of.Length; row++)
        {
            of[row] = seen.NumberOf(row, out var isNew);
            if (isNew) rows.Add(row);
        }
        return new DistinctSequences([.. rows], of);
    }

    /// <summary>Rows are keys; equal are those whose events are. Exact: the hash only narrows the search.</summary>
    private sealed class Comparer(SequenceSet set, bool withTimes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => Of(set.Types, x).SequenceEqual(Of(set.Types, y))
            && (!withTimes || (Of(set.Dwell, x).SequenceEqual(Of(set.Dwell, y)) && Of(set.Gap, x).SequenceEqual(Of(set.Gap, y))));

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(Of(set.Types, row)));
            if (withTimes) hash.AddBytes(MemoryMarshal.AsBytes(Of(set.Dwell, row)));
            return hash.ToHashCode();
        }

        private ReadOnlySpan<T> Of<T>(T[] values, int row) => values.AsSpan(set.Offsets[row], set.Length(row));
    }
}

/// <param name="Rows">The first row of each distinct sequence, ascending.</param>
/// <param name="Of"><c>[n]</c> the index into <paramref name="Rows"/> of each row's sequence.</param>
internal sealed record DistinctSequences(int[] Rows, int[] Of);
