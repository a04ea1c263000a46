using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Space;

/// <summary>A category -> one dimension per frequent level and one for all rare levels together; missing values are at the centre.</summary>
/// <remarks>
/// Two rows of different levels are at most <c>sqrt(2)</c> apart before the block is scaled, about as far as two values of a number one and a half deviations
/// apart. A level that the fit has not seen counts as <c>other</c> where there was such a level, else as a rare one; without rare ones it is no level of
/// those known, which none of the dimensions stands for.
/// </remarks>
internal sealed record CategoryScaling : FeatureScaling
{
    /// <summary>Levels with a dimension of their own, in its order.</summary>
    public required string[] Frequent { get; init; }

    /// <summary>Other levels that were known when it was fitted.</summary>
    public required string[] Rare { get; init; }

    /// <summary>
    /// <c>[dimensions]</c> share of each among the rows with a value; one more than <see cref="Frequent"/> where rare levels have a dimension.
    /// </summary>
    public required float[] Means { get; init; }

    public override string ScaleName => "one-hot";

    public override bool IsCategory => true;

    public override IReadOnlyList<string> Dimensions =>
        [.. Frequent.Select(level => $"{Feature}={level}"), .. Means.Length > Frequent.Length ? (string[])[$"{Feature}=(rare)"] : []];

    public static FittedFeature Fit(FeatureColumn column, float weightFactor, HybridOptions options)
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

        if (present == 0) return FittedFeature.Dropped(name, "no row has a value");
        if (Array.Exists(rows, size => size == present)) return FittedFeature.Dropped(name, "the same value everywhere");
        var order = Enumerable.Range(0, levels.Length).Where(l => rows[l] > 0).OrderByDescending(l => rows[l]).ThenBy(static l => l).ToArray();
        var frequent = order.Where((l, place) => place < options.MaxLevels && rows[l] >= options.RareLevel * count).ToArray();
        // A single rare level may as well keep its own name.
        if (order.Length - frequent.Length == 1 && frequent.Length < options.MaxLevels) frequent = order;
        var rare = order.Length - frequent.Length;
        var means = new float[frequent.Length + (rare > 0 ? 1 : 0)];
        if (means.Length < 2) return FittedFeature.Dropped(name, "no two of its levels are frequent enough to tell rows apart");
        var place = new int[levels.Length];
        Array.Fill(place, frequent.Length);
        for (var i = 0; i < frequent.Length; i++) place[frequent[i]] = i;
        for (var l = 0; l < levels.Length; l++)
        {
            if (rows[l] > 0) means[place[l]] += (float)rows[l] / present;
        }

        List<string> notes = [];
        if (rare > 0) notes.Add($"{name}: {rare} rare levels are put together");
        if (present < count) notes.Add($"{name}: {count - present:n0} of {count:n0} rows have no value; the centre stands in for it");
        var scaling = new CategoryScaling
        {
            Feature = name,
            WeightFactor = weightFactor,
            Frequent = Array.ConvertAll(frequent, l => levels[l]),
            Rare = [.. levels.Where((_, l) => place[l] == frequent.Length)],
            Means = means,
        };
        return new FittedFeature(scaling, notes);
    }

    public override SpacePart Bind(FeatureColumn column, float blockFactor)
    {
        var places = Array.ConvertAll(column.Levels!, Place);
        var coordinates = new float[places.Length][];
        for (var l = 0; l < places.Length; l++)
        {
            coordinates[l] = new float[Means.Length];
            for (var c = 0; c < Means.Length; c++) coordinates[l][c] = ((places[l] == c ? 1 : 0) - Means[c]) * WeightFactor * blockFactor;
        }

        return new Part(column.Values, coordinates, Means.Length);
    }

    private static int? Level(float value, int levels) => value >= 0 && value < levels ? (int)value : null;

    /// <summary>Dimension of a level; one past the frequent ones for the rare, whether they have a dimension or not.</summary>
    private int Place(string level)
    {
        var own = Array.IndexOf(Frequent, level);
        if (own < 0 && !Rare.Contains(level, StringComparer.Ordinal)) own = Array.IndexOf(Frequent, Category.Other);
        return own < 0 ? Frequent.Length : own;
    }

    /// <param name="values"><c>[n]</c> index of the level.</param>
    /// <param name="coordinates"><c>[levels][width]</c>.</param>
    private sealed class Part(float[] values, float[][] coordinates, int width) : SpacePart(width)
    {
        private readonly float[] _missing = new float[width];

        public override void Fill(int first, int count, Span<float> to, int rowStep, int columnStep)
        {
            for (var i = 0; i < count; i++)
            {
                var from = Level(values[first + i], coordinates.Length) is { } level ? coordinates[level] : _missing;
                for (var c = 0; c < from.Length; c++) to[(i * rowStep) + (c * columnStep)] = from[c];
            }
        }
    }
}
