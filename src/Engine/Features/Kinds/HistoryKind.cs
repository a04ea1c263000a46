using Investigator.Engine.Facts;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A kind over earlier transactions with the same key.</summary>
internal abstract class HistoryKind(string name) : ComputedKind(name)
{
    internal sealed override bool NeedsKey => true;

    public override void Prepare(FeatureDefinition feature, TransactionColumns transactions) => transactions.Prepare(feature.Key!);

    public sealed override float[] Compute(FeatureDefinition feature, FeatureInputs inputs)
    {
        // Without a window all the past counts; half of the range keeps time minus window from wrapping around.
        var window = feature.Window is { } span ? span.Ticks / TimeSpan.TicksPerMicrosecond : long.MaxValue / 2;
        return Compute(feature, inputs.Transactions.By(feature.Key!), window, inputs.Transactions, inputs.Cancel);
    }

    /// <param name="feature">Of this kind.</param>
    /// <param name="groups">Rows by the feature's key.</param>
    /// <param name="window">Microseconds.</param>
    /// <param name="transactions">Prepared.</param>
    /// <param name="cancel">Stops the computation.</param>
    protected abstract float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions, CancellationToken cancel);
}

/// <summary>A kind over earlier values of a number: <see cref="FeatureDefinition.Column"/>, or the amount where none is named.</summary>
internal abstract class NumberHistoryKind(string name) : HistoryKind(name)
{
    public sealed override void Prepare(FeatureDefinition feature, TransactionColumns transactions)
    {
        base.Prepare(feature, transactions);
        transactions.PrepareNumbers(feature.Column ?? "amount");
    }

    protected sealed override float[] Compute(FeatureDefinition feature, KeyGroups groups, long window, TransactionColumns transactions,
        CancellationToken cancel) =>
        Compute(groups, transactions.Times, window, transactions.Numbers(feature.Column ?? "amount"), cancel);

    protected abstract float[] Compute(KeyGroups groups, long[] times, long window, double[] numbers, CancellationToken cancel);

    /// <summary>The number's column in SQL.</summary>
    protected static string Number(FeatureDefinition feature) => feature.Column is null or "amount" ? "amount" : Tables.Sql.Name(feature.Column);
}
