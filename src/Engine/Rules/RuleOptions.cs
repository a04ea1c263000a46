using Investigator.Engine.Core;

namespace Investigator.Engine.Rules;

/// <summary>How rules are learned, which are chosen and which are exported.</summary>
public sealed record RuleOptions
{
    /// <summary>Deepest decision tree, and so the most conditions before simplification; 1 to 8.</summary>
    public int MaxDepth { get; init; } = 4;

    /// <summary>Most conditions of a rule to which some were added that keep it away from ordinary payments; 1 to 12.</summary>
    public int MaxConditions { get; init; } = 5;

    /// <summary>A payment that is hit only by a rule with looser thresholds (<see cref="RuleMargin"/>) counts as this part of a false alarm; 0 to 1.</summary>
    public double NearAlarm { get; init; } = 0.08;

    /// <summary>Rules kept per finding; 1 or more.</summary>
    public int MaxRules { get; init; } = 3;

    /// <summary>A rule is a candidate where at least this part of what it matches among the payments learned from is the finding; 0 to 1.</summary>
    public double MinPrecision { get; init; } = 0.3;

    /// <summary>And where it matches at least this part of the finding's payments among them; 0 to 1.</summary>
    public double MinRecall { get; init; } = 0.05;

    /// <summary>The part of the accounts that is learned from; more than 0, less than 1.</summary>
    public double LearnShare { get; init; } = 0.5;

    /// <summary>The part of the accounts by which rules are chosen; the rest, more than 0, measures.</summary>
    public double ChooseShare { get; init; } = 0.25;

    /// <summary>Quantile bins a number is cut into before splits are sought; 2 to 240.</summary>
    public int Bins { get; init; } = 64;

    /// <summary>What a simpler or rounder rule may lose of the finding's payments, as a part of them; 0 to 1.</summary>
    public double Tolerance { get; init; } = 0.02;

    /// <summary>
    /// Payments of ten thousand that all exported rules together may hit although they are in no risky finding and no known fraud, or are known as legitimate,
    /// among those learned from and chosen by; 0 or more.
    /// </summary>
    public double FalseAlarmsPer10000 { get; init; } = 2;

    /// <summary>
    /// A rule is exported where the fraud share of what it matches among the payments chosen by (known frauds, and other members of risky findings by their
    /// probability) is at least this by its lower bound (5%): two of two frauds suffice, 0 to 1.
    /// </summary>
    public double MinFraudShare { get; init; } = 0.4;

    /// <summary>And where it adds at least this much fraud, in payments chosen by, to the rules chosen before it; 0 or more.</summary>
    public double MinGain { get; init; } = 0.5;

    /// <summary>
    /// A rule that fails where it is measured is withheld too: of the known outcomes that it matches there, this share at least is fraud; 0 to 1.
    /// </summary>
    public double MinMeasuredShare { get; init; } = 0.75;

    /// <summary>
    /// False alarms allowed among some payments: <see cref="FalseAlarmsPer10000"/>, and one where that is less than one: so few payments cannot tell less.
    /// </summary>
    public double FalseAlarms(int payments) => FalseAlarmsPer10000 == 0 ? 0 : Math.Max(1, FalseAlarmsPer10000 * payments / 10_000);

    /// <exception cref="InputException">An option lies outside its range.</exception>
    public void Validate()
    {
        var check = new OptionCheck("rule");
        check.Between(MaxDepth, 1, 8);
        check.Between(MaxConditions, 1, 12);
        check.Between(NearAlarm, 0, 1);
        check.AtLeast(MaxRules, 1);
        check.Between(MinPrecision, 0, 1);
        check.Between(MinRecall, 0, 1);
        check.Require(LearnShare is > 0 and < 1, LearnShare, "more than 0 and less than 1");
        check.Require(ChooseShare > 0 && LearnShare + ChooseShare < 1, ChooseShare, "more than 0, and with learn_share less than 1");
        check.Between(Bins, 2, 240);
        check.Between(Tolerance, 0, 1);
        check.Require(double.IsFinite(FalseAlarmsPer10000) && FalseAlarmsPer10000 >= 0, FalseAlarmsPer10000, "a number of 0 or more");
        check.Between(MinFraudShare, 0, 1);
        check.Require(double.IsFinite(MinGain) && MinGain >= 0, MinGain, "a number of 0 or more");
        check.Between(MinMeasuredShare, 0, 1);
    }
}
