using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Risk.Payments;

/// <summary>The probability of fraud that each payment has by itself, whatever cluster it is in.</summary>
public sealed record PaymentRisk
{
    /// <summary><c>[n]</c> 0..1. Of a payment whose outcome is known it was learned from other accounts' outcomes alone.</summary>
    public required float[] Own { get; init; }

    public required PaymentLearning Learning { get; init; }

    /// <summary>What was learned; null where nothing was.</summary>
    public required PaymentTrees? Trees { get; init; }

    public void Save(string folder)
    {
        NpyFile.Write<float>(KnownFiles.OwnProbabilities.In(folder), Own, Own.Length);
        JsonFile.WriteCompact(KnownFiles.PaymentModel.In(folder), new Stored(Learning, Trees));
    }

    public static PaymentRisk Load(string folder)
    {
        var stored = StoredJson.Read<Stored>(KnownFiles.PaymentModel.Require(folder));
        return new PaymentRisk
        {
            Own = NpyFile.Read<float>(KnownFiles.OwnProbabilities.Require(folder), out _),
            Learning = stored.Learning,
            Trees = stored.Trees,
        };
    }

    private sealed record Stored(PaymentLearning Learning, PaymentTrees? Trees);
}

/// <param name="Fitted">Trees for each part of the accounts.</param>
/// <param name="Scale">From their log odds to probabilities.</param>
public sealed record PaymentTrees(CrossFittedTrees Fitted, LogOddsScale Scale);

/// <summary>What the payments' own probabilities rest on.</summary>
public sealed record PaymentLearning
{
    /// <summary>Whether there were enough known outcomes; otherwise strong signs and the base share alone speak.</summary>
    public required bool Learned { get; init; }

    /// <summary>Known outcomes that nothing is learned from, as hardly any legitimate payment of their age is known yet.</summary>
    public int TooYoung { get; init; }

    /// <summary>Known frauds that are old enough.</summary>
    public required int Frauds { get; init; }

    /// <summary>Payments known as legitimate, likewise.</summary>
    public required int Legitimate { get; init; }

    /// <summary>Accounts of the frauds.</summary>
    public required int FraudAccounts { get; init; }

    /// <summary>Accounts of the legitimate payments.</summary>
    public required int LegitimateAccounts { get; init; }

    /// <summary>Share of fraud among all payments, as far as known outcomes tell; the assumed one where none is known.</summary>
    public required double BaseShare { get; init; }

    /// <summary>Trees of each part.</summary>
    public int Trees { get; init; }

    /// <summary>
    /// How often, among known outcomes of accounts left out of learning, a fraud stands above a legitimate payment; null where nothing was learned.
    /// </summary>
    public double? AreaUnderCurve { get; init; }

    /// <summary>The features that the trees use, most telling first.</summary>
    public IReadOnlyList<FeatureImportance> Importance { get; init; } = [];

    /// <summary>What a reader of the results should know.</summary>
    public IEnumerable<string> Notes()
    {
        var young = TooYoung == 0 ? "" : $"; {Wording.Counted(TooYoung, "known outcome")} of the last days are left out, as frauds become known first";
        var (frauds, others) = (Wording.Counted(Frauds, "known fraud"), $"{Wording.Counted(Legitimate, "payment")} known as legitimate");
        if (Frauds + Legitimate + TooYoung == 0)
        {
            yield return $"payments: no outcome is known, so a payment's own probability is {Wording.Percent(BaseShare)}, more where it has strong signs";
        }
        else if (!Learned)
        {
            var (some, more) = (Wording.Counted(FraudAccounts, "account"), Wording.Counted(LegitimateAccounts, "account"));
            yield return $"payments: {frauds} ({some}) and {others} ({more}) are too few to learn a payment's own probability from, so strong signs and the "
                + "base share stand for it" + young;
        }
        else
        {
            yield return $"payments: each payment's own probability was learned from {frauds} and {others}; on accounts left out a fraud stood above a "
                + $"legitimate payment in {Wording.Percent(AreaUnderCurve ?? 0)} of cases{young}";
        }
    }
}

/// <param name="Feature">Name.</param>
/// <param name="Phrase">As it is said.</param>
/// <param name="Share">Its part of what all splits gained.</param>
public sealed record FeatureImportance(string Feature, string Phrase, double Share);
