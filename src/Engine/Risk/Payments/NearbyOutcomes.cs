using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Risk.Payments;

/// <summary>
/// Known outcomes around each payment, before it and after it, as one more feature to learn from. Of a payment whose own outcome is known only other parts'
/// accounts count (<see cref="AccountFolds"/>), or the answer would be learned from itself.
/// </summary>
/// <param name="name">Short, as a feature's name.</param>
/// <param name="phrase">As it is said of all payments: "share of fraud among ...".</param>
internal abstract class NearbyOutcomes(string name, string phrase)
{
    /// <summary>What is known elsewhere counts as this many outcomes beside those nearby, so that 1 of 1 is less than 5 of 5.</summary>
    private const double Held = 1;

    /// <summary>Frauds and all known outcomes near a payment.</summary>
    public abstract (int Frauds, int Known) Count(int row);

    /// <summary><c>4 of its 5 nearest payments with a known outcome are fraud</c>.</summary>
    public abstract string Words(int frauds, int known);

    /// <param name="rows">All rows.</param>
    /// <param name="share">Share of fraud among all known outcomes.</param>
    /// <param name="context">Threads, cancel.</param>
    /// <returns>(frauds + share) / (known + 1); NaN where nothing is known nearby.</returns>
    public FeatureColumn Column(int rows, double share, StageContext context)
    {
        var values = new float[rows];
        context.ForEachRow(rows, row =>
        {
            var (frauds, known) = Count(row);
            values[row] = known == 0 ? float.NaN : (float)((frauds + (Held * share)) / (known + Held));
        });
        return new FeatureColumn
        {
            Definition = new FeatureDefinition { Name = name, Phrase = phrase, Unit = Units.Share, Kind = Expression.Kind, Causal = false, InSpace = false },
            Values = values,
        };
    }
}
