using Investigator.Engine.Core;

namespace Investigator.Engine.Rules;

/// <summary>What a rule was measured to do, in sentences that stand alone: in files, and beside a rule on a page.</summary>
public static class RuleWording
{
    /// <summary>
    /// <c>On the 4,812 payments of accounts kept apart: matches 14, of which 13 in risky findings; 9 of 9 known outcomes are fraud (probably 76% to 100%);
    /// 1 other payment hit.</c>
    /// </summary>
    public static string Figures(FindingRule rule) => rule.Measured is not { Rows: > 0 } m
        ? "Not measured: no account was kept apart."
        : $"On the {Wording.Counted(m.Rows, "payment")} of accounts kept apart: matches {Wording.Count(m.Matched)}, of which {Wording.Count(m.InRisky)} "
            + $"in risky findings; {FraudShare(m)}; {(m.Others == 0 ? "no other payment" : Wording.Counted(m.Others, "other payment"))} hit.";

    /// <summary><c>9 of 10 known outcomes are fraud (probably 62% to 98%)</c>.</summary>
    public static string FraudShare(RuleFigures m) => m.Known == 0
        ? "no outcome is known"
        : $"{Wording.Count(m.KnownFraud)} of {Wording.Counted(m.Known, "known outcome")} {(m.KnownFraud == 1 ? "is" : "are")} fraud ({Interval(m)})";

    /// <summary><c>probably 62% to 98%</c>: 90% of Jeffreys' posterior.</summary>
    public static string Interval(RuleFigures m) => $"probably {Whole(m.FraudShareLow)} to {Whole(m.FraudShareHigh)}";

    private static string Whole(double share) => Wording.Percent(Math.Round(share, 2));
}
