using Investigator.Engine.Sequences;

namespace Investigator.Engine.Features.Kinds;

/// <summary>A kind that is computed on arrays. Its SQL means the same, but costs a database far more than one linear pass.</summary>
internal abstract class ComputedKind(string name) : FeatureKind(name)
{
    /// <summary>Reads the columns it needs, so that features can then be computed side by side.</summary>
    public virtual void Prepare(FeatureDefinition feature, TransactionColumns transactions)
    {
    }

    /// <returns><c>[n]</c>, NaN where missing.</returns>
    public abstract float[] Compute(FeatureDefinition feature, FeatureInputs inputs);
}

/// <summary>What features are computed from.</summary>
/// <param name="Transactions">Prepared for the features to come.</param>
/// <param name="Sequences">In the same row order.</param>
/// <param name="Cancel">Stops a computation.</param>
internal sealed record FeatureInputs(TransactionColumns Transactions, SequenceSet Sequences, CancellationToken Cancel);
