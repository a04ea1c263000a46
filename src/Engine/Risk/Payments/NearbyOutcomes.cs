using Investigator.Engine.Core;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Risk.Payments;

/// <summary>
/// Known outcomes around each payment, before it and after it, as one more feature to learn from. Of a payment whose own outcome is known only other parts'
/// accounts count (<see cref="AccountFolds"/>), or the answer would be learned from itself.
/// </summary>
/// <param name="name">Short, as a feature's name.</param>
/// <param name="place">Where: "on this device", "among its nearest payments".</param>
/// <param name="phrase">As it is said of all payments: "share of fraud among ...".</param>
internal abstract class NearbyOutcomes(string name, string place, string phrase)
{
    /// <summary>What is known elsewhere counts as this many outcomes beside those nearby, so that 1 of 1 is less than 5 of 5.</summary>
    private const double Held = 1;

    private const int Stream = 0x466F7267;

    public string Place => place;

    /// <summary>Frauds and all known outcomes near a payment.</summary>
    public abstract (int Frauds, int Known) Count(int row);

    /// <summary><c>4 of its 5 nearest payments with a known outcome are fraud</c>.</summary>
    /// <param name="frauds">1 or more.</param>
    /// <param name="known">As many or more.</param>
    public abstract string Words(int frauds, int known);

    /// <summary>(frauds + share) / (known + 1); NaN where nothing is known nearby.</summary>
    /// <param name="row">Of a payment.</param>
    /// <param name="share">Share of fraud among all known outcomes.</param>
    public float Value(int row, double share)
    {
        var (frauds, known) = Count(row);
        return known == 0 ? float.NaN : (float)((frauds + (Held * share)) / (known + Held));
    }

    /// <summary><see cref="Value"/> of every payment.</summary>
    /// <remarks>
    /// Outcomes become known by the entity (a device's payments are charged back together, a sample is drawn by customers), so near a payment of known outcome
    /// more is known than near the others. Trees learned on that would lean on what the others do not have. So it is forgotten of as many payments of known
    /// outcome, by a hash, as makes it missing as often among them as among the others.
    /// </remarks>
    /// <param name="outcomes"><c>[n]</c>.</param>
    /// <param name="share">Share of fraud among all known outcomes.</param>
    /// <param name="context">Threads, seed, cancel.</param>
    public FeatureColumn Column(Outcome[] outcomes, double share, StageContext context)
    {
        var values = new float[outcomes.Length];
        context.ForEachRow(values.Length, row => values[row] = Value(row, share));
        Forget(values, outcomes, context.Seed);
        return new FeatureColumn
        {
            Definition = new FeatureDefinition { Name = name, Phrase = phrase, Unit = Units.Share, Kind = Expression.Kind, Causal = false, InSpace = false },
            Values = values,
        };
    }

    private static void Forget(float[] values, Outcome[] outcomes, int seed)
    {
        double known = 0, knownMissing = 0, others = 0, othersMissing = 0;
        for (var row = 0; row < values.Length; row++)
        {
            var missing = float.IsNaN(values[row]) ? 1 : 0;
            if (outcomes[row] == Outcome.Unknown) (others, othersMissing) = (others + 1, othersMissing + missing);
            else (known, knownMissing) = (known + 1, knownMissing + missing);
        }
        if (others == 0 || othersMissing * known <= knownMissing * others) return;
        var kept = (1 - (othersMissing / others)) / (1 - (knownMissing / known));
        for (var row = 0; row < values.Length; row++)
        {
            if (outcomes[row] != Outcome.Unknown && CounterRandom.At(seed, Stream, row).Signed() >= (2 * kept) - 1) values[row] = float.NaN;
        }
    }
}
