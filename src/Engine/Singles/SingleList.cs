using Investigator.Engine.Core;

namespace Investigator.Engine.Singles;

/// <summary>
/// Payments that no risky finding speaks for (in no finding, weak members, members of findings that are not risky) and that by themselves look like
/// fraud, by expected loss.
/// </summary>
public sealed record SingleList
{
    /// <summary>Worst first.</summary>
    public required IReadOnlyList<SinglePayment> Payments { get; init; }

    /// <summary>Payments that passed the bar, listed or not.</summary>
    public required int Found { get; init; }

    /// <summary>The bar: a probability; null where the run did not look for singles.</summary>
    public required double? Bar { get; init; }

    /// <summary>Whether probabilities were learned from known outcomes, or come from strong signs alone.</summary>
    public required bool Learned { get; init; }

    /// <summary>Payments that would be in the list but are known as fraud already; judged without their own outcome.</summary>
    public required int KnownFraud { get; init; }

    /// <summary>Likewise, known as legitimate.</summary>
    public required int KnownLegitimate { get; init; }

    /// <summary>Of a run of before there were singles.</summary>
    public static SingleList OfFormerRun { get; } = new()
    {
        Payments = [],
        Found = 0,
        Bar = null,
        Learned = false,
        KnownFraud = 0,
        KnownLegitimate = 0,
    };

    /// <summary>What a reader of the results should know.</summary>
    public IEnumerable<string> Notes()
    {
        if (Found > Payments.Count) yield return $"singles: {Wording.Count(Found)} payments pass the bar; the {Wording.Count(Payments.Count)} worst are listed";
    }
}

/// <summary>One payment of the list.</summary>
/// <param name="Row">Its row in the dataset.</param>
/// <param name="Transaction">Its id.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Time">UTC.</param>
/// <param name="Amount">Null where there is none.</param>
/// <param name="Currency">Null where there is none.</param>
/// <param name="Decision">What the real-time engine did; null where it is not known.</param>
/// <param name="Finding">Number of the finding that it is in, which is not risky or of which it is a weak member; null for noise.</param>
/// <param name="Cluster">Label of its cluster; null for noise.</param>
/// <param name="Probability">Its own P(fraud).</param>
/// <param name="ExpectedLoss">That times the amount in the run's one currency (times 1 where no amount is mapped), 0 where the engine declined it.</param>
/// <param name="Reasons">Strongest first; empty where many small things add up.</param>
public sealed record SinglePayment(
    long Row, string Transaction, string Account, DateTime Time, double? Amount, string? Currency, string? Decision, int? Finding, int? Cluster,
    double Probability, double ExpectedLoss, IReadOnlyList<SingleReason> Reasons);

/// <summary>Why a payment is in the list.</summary>
/// <param name="Text"><c>accounts on this device in the last 24 hours: 14 (usually 1)</c>.</param>
/// <param name="Feature">The feature that it speaks of; null for known outcomes around the payment.</param>
/// <param name="Times">How many times it makes the odds of fraud.</param>
public sealed record SingleReason(string Text, string? Feature, double Times);
