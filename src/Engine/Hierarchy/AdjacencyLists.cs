namespace Investigator.Engine.Hierarchy;

/// <summary>Who is next to whom, all lists in one array: point i's is <c>[starts[i], starts[i + 1])</c>.</summary>
internal sealed class AdjacencyLists
{
    private readonly int[] _starts;
    private readonly int[] _items;

    private AdjacencyLists(int[] starts, int[] items) => (_starts, _items) = (starts, items);

    public ReadOnlySpan<int> Of(int i) => _items.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

    /// <summary>Each of <paramref name="edges"/> in both of its ends' lists.</summary>
    public static AdjacencyLists Of(int points, int edges, Func<int, (int, int)> edge) => Fill(points, 2 * edges, e =>
    {
        var (a, b) = edge(e / 2);
        return e % 2 == 0 ? (a, b) : (b, a);
    });

    /// <summary>Each entry (i, item) in i's list.</summary>
    public static AdjacencyLists OneWay(int points, int entries, Func<int, (int, int)> entry) => Fill(points, entries, entry);

    private static AdjacencyLists Fill(int points, int entries, Func<int, (int Point, int Item)> entry)
    {
        var starts = new int[points + 1];
        for (var e = 0; e < entries; e++) starts[entry(e).Point + 1]++;
        for (var i = 0; i < points; i++) starts[i + 1] += starts[i];
        var next = starts.AsSpan(0, points).ToArray();
        var items = new int[entries];
        for (var e = 0; e < entries; e++)
        {
            var (point, item) = entry(e);
            items[next[point]++] = item;
        }

        return new AdjacencyLists(starts, items);
    }
}
