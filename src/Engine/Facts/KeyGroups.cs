using Investigator.Engine.Core;

namespace Investigator.Engine.Facts;

/// <summary>Rows that share a key, group after group.</summary>
/// <param name="Codes"><c>[n]</c> the first row with the same key; -1 where the key is missing.</param>
/// <param name="Rows">The rows of each group, in row order (which is time order). Rows without a key are in none.</param>
internal sealed record KeyGroups(int[] Codes, CompressedLists Rows)
{
    public static KeyGroups Of(int[] codes)
    {
        var groupOf = new int[codes.Length];
        foreach (var code in codes) if (code >= 0) groupOf[code] = 1;
        var groups = 0;
        for (var code = 0; code < groupOf.Length; code++) groupOf[code] = groupOf[code] == 0 ? -1 : groups++;
        return new KeyGroups(codes, CompressedLists.ByKey(Array.ConvertAll(codes, code => code < 0 ? -1 : groupOf[code]), groups));
    }
}
