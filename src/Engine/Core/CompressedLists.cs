namespace Investigator.Engine.Core;

/// <summary>Lists of numbers in one array (the layout of compressed sparse rows): list i is <c>Items[Starts[i]..Starts[i + 1]]</c>.</summary>
/// <param name="Starts"><c>[lists + 1]</c>.</param>
/// <param name="Items">List after list.</param>
public sealed record CompressedLists(int[] Starts, int[] Items)
{
    public int Count => Starts.Length - 1;

    public ReadOnlySpan<int> this[int list] => Items.AsSpan(Starts[list], LengthOf(list));

    public int LengthOf(int list) => Starts[list + 1] - Starts[list];

    /// <summary>The numbers 0 to n - 1 by their keys: a counting sort, so each list rises.</summary>
    /// <param name="keys"><c>[n]</c> the list of each number, from 0; negative for a number that is in none.</param>
    /// <param name="lists">How many lists; some may be empty.</param>
    public static CompressedLists ByKey(ReadOnlySpan<int> keys, int lists)
    {
        var starts = new int[lists + 1];
        foreach (var key in keys) if (key >= 0) starts[key + 1]++;
        for (var list = 0; list < lists; list++) starts[list + 1] += starts[list];
        var next = starts.ToArray();
        var items = new int[starts[^1]];
        for (var i = 0; i < keys.Length; i++) if (keys[i] >= 0) items[next[keys[i]]++] = i;
        return new CompressedLists(starts, items);
    }

    /// <summary>The same lists, end to end.</summary>
    public static CompressedLists Of(IReadOnlyList<int[]> lists)
    {
        var starts = new int[lists.Count + 1];
        for (var list = 0; list < lists.Count; list++) starts[list + 1] = checked(starts[list] + lists[list].Length);
        return new CompressedLists(starts, [.. lists.SelectMany(static list => list)]);
    }
}
