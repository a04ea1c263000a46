namespace Investigator.Engine.Facts;

/// <summary>Rows that share a key, group after group, in row order (which is time order) within each.</summary>
/// <param name="Codes"><c>[n]</c> the first row with the same key; -1 where the key is missing.</param>
/// <param name="Rows"><c>[m]</c> the rows that have a key, <c>m &lt;= n</c>.</param>
/// <param name="Starts"><c>[groups + 1]</c> group g is <c>Rows[Starts[g]..Starts[g + 1]]</c>.</param>
internal sealed record KeyGroups(int[] Codes, int[] Rows, int[] Starts)
{
    public int Count => Starts.Length - 1;

    public ReadOnlySpan<int> Group(int g) => Rows.AsSpan(Starts[g]..Starts[g + 1]);

    /// <summary>A counting sort: stable, linear.</summary>
    public static KeyGroups Of(int[] codes)
    {
        var sizes = new int[codes.Length];
        foreach (var code in codes) if (code >= 0) sizes[code]++;
        var starts = new List<int> { 0 };
        var place = new int[codes.Length];
        for (var code = 0; code < sizes.Length; code++)
        {
            if (sizes[code] == 0) continue;
            place[code] = starts[^1];
            starts.Add(starts[^1] + sizes[code]);
        }
        var rows = new int[starts[^1]];
        for (var row = 0; row < codes.Length; row++) if (codes[row] >= 0) rows[place[codes[row]]++] = row;
        return new KeyGroups(codes, rows, [.. starts]);
    }
}
