using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Facts;

/// <summary>Which sequences are one and the same: by their pages alone, or by pages and times.</summary>
internal static class SequenceIdentity
{
    /// <summary>
    /// <c>[n]</c> the first row with exactly the same pages in the same order, whatever the pauses between; -1 where there is no event. A page too rare to
    /// keep its name in the vocabulary equals itself alone; a sequence with a page of which nothing is known equals no other.
    /// </summary>
    public static int[] SamePages(SequenceSet set)
    {
        var pages = new PageComparer(set);
        var first = new Dictionary<int, int>(pages);
        var codes = new int[set.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            // What equals nothing must not enter the dictionary: its keys would all share one hash.
            codes[row] = set.Length(row) == 0 ? -1 : row;
            if (set.Length(row) == 0 || !pages.IsKnown(row)) continue;
            first.TryAdd(row, row);
            codes[row] = first[row];
        }
        return codes;
    }

    /// <summary>
    /// Sequences of the same types and the same times, each once, as the network sees them (to it one rare page is as another): scripts and empty sequences
    /// repeat, and must get the very same vector whichever batch they would have fallen into.
    /// </summary>
    public static DistinctSequences SameEvents(SequenceSet set)
    {
        var seen = new FirstSeen<int>(new EventComparer(set));
        var rows = new List<int>();
        var of = new int[set.Count];
        for (var row = 0; row < of.Length; row++)
        {
            of[row] = seen.NumberOf(row, out var isNew);
            if (isNew) rows.Add(row);
        }
        return new DistinctSequences([.. rows], of);
    }

    /// <summary>Rows are keys; equal are those whose pages are. Exact: the hash only narrows the search.</summary>
    private sealed class PageComparer(SequenceSet set) : IEqualityComparer<int>
    {
        private readonly int[] _rareOffsets = RareOffsets(set);

        public bool Equals(int x, int y) => Types(x).SequenceEqual(Types(y)) && Rare(x).SequenceEqual(Rare(y));

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(Types(row)));
            hash.AddBytes(MemoryMarshal.AsBytes(Rare(row)));
            return hash.ToHashCode();
        }

        /// <summary>Whether every page of the row's sequence is known.</summary>
        public bool IsKnown(int row) => set.RarePages.Length == 0 ? !Types(row).Contains((short)0) : !Rare(row).Contains(0);

        private ReadOnlySpan<short> Types(int row) => set.Types.AsSpan(set.Offsets[row], set.Length(row));

        private ReadOnlySpan<int> Rare(int row) =>
            set.RarePages.Length == 0 ? [] : set.RarePages.AsSpan(_rareOffsets[row], _rareOffsets[row + 1] - _rareOffsets[row]);

        /// <summary><c>[n + 1]</c> where each row's rare pages begin; empty where none was kept.</summary>
        private static int[] RareOffsets(SequenceSet set)
        {
            if (set.RarePages.Length == 0) return [];
            var offsets = new int[set.Count + 1];
            for (var row = 0; row < set.Count; row++)
            {
                offsets[row + 1] = offsets[row] + set.Types.AsSpan(set.Offsets[row], set.Length(row)).Count((short)0);
            }
            return offsets;
        }
    }

    /// <summary>Rows are keys; equal are those whose types and times are. Exact likewise.</summary>
    private sealed class EventComparer(SequenceSet set) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) =>
            Of(set.Types, x).SequenceEqual(Of(set.Types, y))
            && Of(set.Dwell, x).SequenceEqual(Of(set.Dwell, y))
            && Of(set.Gap, x).SequenceEqual(Of(set.Gap, y));

        public int GetHashCode(int row)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(Of(set.Types, row)));
            hash.AddBytes(MemoryMarshal.AsBytes(Of(set.Dwell, row)));
            return hash.ToHashCode();
        }

        private ReadOnlySpan<T> Of<T>(T[] values, int row) => values.AsSpan(set.Offsets[row], set.Length(row));
    }
}

/// <param name="Rows">The first row of each distinct sequence, ascending.</param>
/// <param name="Of"><c>[n]</c> the index into <paramref name="Rows"/> of each row's sequence.</param>
internal sealed record DistinctSequences(int[] Rows, int[] Of);
