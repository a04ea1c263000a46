using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Embedding;

/// <summary>Identical sequences once: scripts and empty sequences repeat, and must get the very same vector whichever batch they would have fallen into.</summary>
internal sealed record DistinctSequences
{
    /// <summary>The first row of each distinct sequence, ascending.</summary>
    public required int[] Rows { get; init; }

    /// <summary><c>[n]</c>: the index into <see cref="Rows"/> of each row's sequence.</summary>
    public required int[] Of { get; init; }

    public static DistinctSequences Find(SequenceSet set)
    {
        var seen = new FirstSeen<int>(new SameEvents(set));
        var rows = new List<int>();
        var of = new int[set.Count];
        for (var i = 0; i < of.Length; i++)
        {
            of[i] = seen.NumberOf(i, out var isNew);
            if (isNew) rows.Add(i);
        }

        return new DistinctSequences { Rows = [.. rows], Of = of };
    }

    private sealed class SameEvents(SequenceSet set) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) =>
            set.Length(x) == set.Length(y) && Of(set.Types, x).SequenceEqual(Of(set.Types, y)) && Of(set.Dwell, x).SequenceEqual(Of(set.Dwell, y)) && Of(set.Gap, x).SequenceEqual(Of(set.Gap, y));

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
