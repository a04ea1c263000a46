using Investigator.Engine.Features;

namespace Investigator.Engine.Space;

/// <summary>A category -> one dimension per frequent level and one for all rare levels together; missing values are at the centre.</summary>
internal static class CategoryScaling
{
    private const string OneHot = "one-hot";

    /// <summary>
    /// Adds the category's dimensions. Two rows of different levels are at most <c>sqrt(2)</c> apart before the block is scaled, about as far as two values of
    /// a number one and a half deviations apart.
    /// </summary>
    public static void Scale(FeatureColumn column, HybridOptions options, List<SpaceColumn> dimensions, List<string> notes)
    {
        var (levels, count, name) = (column.Levels!, column.Values.Length, column.Definition.Name);
        var rows = new int[levels.Length];
        var present = 0;
        foreach (var value in column.Values)
        {
            if (Level(value, levels.Length) is not { } level) continue;
            rows[level]++;
            present++;
        }

        if (present == 0)
        {
            notes.Add($"{name}: dropped, no row has a value");
            return;
        }

        if (Array.Exists(rows, size => size == present))
        {
            notes.Add($"{name}: dropped, the same value everywhere");
            return;
        }

        var order = Enumerable.Range(0, levels.Length).Where(l => rows[l] > 0).OrderByDescending(l => rows[l]).ThenBy(static l => l).ToArray();
        var frequent = order.Where((l, place) => place < options.MaxLevels && rows[l] >= options.RareLevel * count).ToArray();
        // A single rare level may as well keep its own name.
        if (order.Length - frequent.Length == 1 && frequent.Length < options.MaxLevels) frequent = order;
        var place = new int[levels.Length];
        Array.Fill(place, frequent.Length);
        for (var i = 0; i < frequent.Length; i++) place[frequent[i]] = i;
        var rare = order.Length - frequent.Length;
        var columns = new float[frequent.Length + (rare > 0 ? 1 : 0)][];
        if (columns.Length < 2)
        {
            notes.Add($"{name}: dropped, no two of its levels are frequent enough to tell rows apart");
            return;
        }

        for (var c = 0; c < columns.Length; c++) columns[c] = new float[count];
        var means = new float[columns.Length];
        for (var l = 0; l < levels.Length; l++)
        {
            if (rows[l] > 0) means[place[l]] += (float)rows[l] / present;
        }

        for (var i = 0; i < count; i++)
        {
            if (Level(column.Values[i], levels.Length) is not { } level) continue;
            for (var c = 0; c < columns.Length; c++) columns[c][i] = (place[level] == c ? 1 : 0) - means[c];
        }

        for (var c = 0; c < frequent.Length; c++) dimensions.Add(new SpaceColumn($"{name}={levels[frequent[c]]}", name, OneHot, columns[c]));
        if (rare > 0)
        {
            dimensions.Add(new SpaceColumn($"{name}=(rare)", name, OneHot, columns[^1]));
            notes.Add($"{name}: {rare} rare levels are put together");
        }

        if (present < count) notes.Add($"{name}: {count - present:n0} of {count:n0} rows have no value; the centre stands in for it");
    }

    private static int? Level(float value, int levels) => value >= 0 && value < levels ? (int)value : null;
}
