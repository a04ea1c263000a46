using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A statistic of the known dwells of a sequence, or of those on one page; missing where there is none.</summary>
internal sealed class Dwell : SequenceKind
{
    private readonly string _aggregate;
    private readonly Statistic _statistic;

    private Dwell(string name, string statistic, string unit, string aggregate, Statistic of)
        : base(name)
    {
        (_aggregate, _statistic) = (aggregate, of);
        CatalogKinds = [new("dwell", this, "a statistic of the time on a page", unit) { Statistic = statistic, Column = FieldUse.Optional,
            Role = ColumnRole.Page }];
    }

    /// <param name="dwells">One or more, in the sequence's order; may be reordered.</param>
    private delegate float Statistic(Span<float> dwells);

    public static Dwell Mean { get; } = new("mean_dwell", "mean", Units.Seconds, "avg(s.dwell)", static dwells => (float)MeanOf(dwells));

    public static Dwell Median { get; } = new("median_dwell", "median", Units.Seconds, "median(s.dwell)", static dwells =>
    {
        dwells.Sort();
        return Quantiles.Median(dwells);
    });

    /// <summary>Standard deviation over the mean: near 0 for a script, near or above 1 for a person.</summary>
    public static Dwell Variation { get; } = new("dwell_variation", "variation", Units.Ratio,
        "CASE WHEN count(s.dwell) > 1 THEN stddev_pop(s.dwell) / nullif(avg(s.dwell), 0) END", static dwells => VariationOf(dwells));

    public static Dwell Last { get; } = new("last_dwell", "last", Units.Seconds, "arg_max(s.dwell, s.position)", static dwells => dwells[^1]);

    public static Dwell Shortest { get; } = new("shortest_dwell", "shortest", Units.Seconds, "min(s.dwell)",
        static dwells => TensorPrimitives.Min<float>(dwells));

    public static Dwell Longest { get; } = new("longest_dwell", "longest", Units.Seconds, "max(s.dwell)",
        static dwells => TensorPrimitives.Max<float>(dwells));

    internal override IReadOnlyList<CatalogKind> CatalogKinds { get; }

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverSteps(_aggregate, feature.Column);

    protected override float Compute(SequenceSet sequences, int i, short? page, List<float> room)
    {
        room.Clear();
        for (var j = sequences.Offsets[i]; j < sequences.Offsets[i + 1]; j++)
        {
            if ((page is null || sequences.Types[j] == page) && !float.IsNaN(sequences.Dwell[j])) room.Add(sequences.Dwell[j]);
        }

        return room.Count == 0 ? float.NaN : _statistic(CollectionsMarshal.AsSpan(room));
    }

    private static double MeanOf(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    /// <summary>Population standard deviation over the mean; NaN for fewer than two values or a mean of 0.</summary>
    private static float VariationOf(ReadOnlySpan<float> values)
    {
        var mean = MeanOf(values);
        if (values.Length < 2 || mean <= 0) return float.NaN;
        var squares = 0.0;
        foreach (var value in values) squares += (value - mean) * (value - mean);
        return (float)(Math.Sqrt(squares / values.Length) / mean);
    }
}
