using Investigator.Engine.Core;
using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features.Kinds;

/// <summary>Seconds from the first event to the transaction.</summary>
internal sealed class TimeToPayment() : SequenceKind("time_to_payment")
{
    public static TimeToPayment Kind { get; } = new();

    internal override IReadOnlyList<CatalogKind> CatalogKinds =>
    [
        new("time_to_payment", Kind, "time from the first event to the payment", Units.Seconds),
    ];

    internal override string Sql(FeatureDefinition feature) => FeatureSql.OverSteps("max(s.to_payment)");

    protected override float Compute(SequenceSet sequences, int i, short? page, List<float> room) => Of(sequences, i);

    /// <summary>NaN without events. Uses gaps, which are capped, where the set does not hold the span itself.</summary>
    public static float Of(SequenceSet sequences, int i)
    {
        if (sequences.Length(i) == 0) return float.NaN;
        if (sequences.ToPayment.Length > 0) return sequences.ToPayment[i];
        var (from, to) = (sequences.Offsets[i], sequences.Offsets[i + 1]);
        double sum = Known(sequences.Dwell[to - 1]);
        for (var j = from; j < to; j++) sum += Known(sequences.Gap[j]);
        return (float)sum;
    }

    private static float Known(float seconds) => float.IsNaN(seconds) ? 0 : seconds;
}
