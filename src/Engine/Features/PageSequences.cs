using System.Runtime.InteropServices;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features;

/// <summary>Which transactions have exactly the same pages in the same order, whatever the pauses between.</summary>
internal static class PageSequences
{
    /// <returns><c>[n]</c> the first row with the same sequence; -1 where there is no event.</returns>
    public static int[] Codes(SequenceSet sequences)
    {
        var firstByHash = new Dictionary<ulong, int>();
        var codes = new int[sequences.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            var pages = Pages(sequences, row);
            codes[row] = -1;
            if (pages.IsEmpty) continue;
            // Different sequences with one hash move on to the next: the codes are exact.
            for (var hash = Hash(pages); codes[row] < 0; hash++)
            {
                ref var first = ref CollectionsMarshal.GetValueRefOrAddDefault(firstByHash, hash, out var known);
                if (!known) first = row;
                if (!known || Pages(sequences, first).SequenceEqual(pages)) codes[row] = first;
            }
        }
        return codes;
    }

    private static ReadOnlySpan<short> Pages(SequenceSet sequences, int row) => sequences.Types.AsSpan(sequences.Offsets[row]..sequences.Offsets[row + 1]);

    /// <summary>FNV-1a over 16-bit steps.</summary>
    private static ulong Hash(ReadOnlySpan<short> pages)
    {
        var hash = 14695981039346656037UL;
        foreach (var page in pages) hash = (hash ^ (ushort)page) * 1099511628211UL;
        return hash;
    }
}
