using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Findings;
using Investigator.Engine.Risk;

namespace Investigator.Engine.Rules;

/// <summary>Counts what rules do on parts of the payments.</summary>
/// <remarks>
/// A payment is worth catching as far as it is fraud: 1 where that is known, 0 where it is known as legitimate or lies in no risky finding, and the probability
/// of its finding otherwise.
/// </remarks>
public sealed class RuleMeasuring
{
    private const double SecondsPerDay = 86400;

    private readonly TransactionFacts _facts;
    private readonly int[] _findings;

    /// <summary>By number of the finding: its probability where it is risky, NaN where it is not.</summary>
    private readonly double[] _probabilities;

    public RuleMeasuring(TransactionFacts facts, FindingSet findings, IReadOnlyList<FindingRisk> risks)
    {
        (_facts, _findings) = (facts, findings.Numbers);
        _probabilities = new double[findings.Items.Count];
        Array.Fill(_probabilities, double.NaN);
        foreach (var risk in risks)
        {
            if (risk.Risky) _probabilities[risk.Finding] = risk.Probability;
        }
    }

    /// <summary>What a rule does on some rows.</summary>
    /// <param name="finding">The rule's finding.</param>
    /// <param name="matched">Rows that it matches.</param>
    /// <param name="part">Whether a row is looked at.</param>
    /// <param name="size">The rows looked at; see <see cref="Size"/>.</param>
    /// <param name="shared">Whether another rule matches a row too.</param>
    public RuleFigures Measure(int finding, IEnumerable<int> matched, Predicate<int> part, PartFigures size, Predicate<int>? shared = null)
    {
        int all = 0, fraud = 0, legitimate = 0, inFinding = 0, inRisky = 0, others = 0, also = 0;
        var caught = new List<int>();
        foreach (var row in matched)
        {
            if (!part(row)) continue;
            all++;
            var outcome = _facts.Outcomes[row];
            if (outcome == Outcome.Fraud) fraud++;
            if (outcome == Outcome.Legitimate) legitimate++;
            if (_findings[row] == finding) inFinding++;
            if (IsRisky(row)) inRisky++;
            if (shared?.Invoke(row) == true) also++;
            if (IsOther(row)) others++;
            else if (_facts.Decisions[row] is Decision.Approved or Decision.Unknown) caught.Add(row);
        }
        return new RuleFigures
        {
            Rows = size.Rows,
            Days = size.Days,
            Matched = all,
            KnownFraud = fraud,
            KnownLegitimate = legitimate,
            InFinding = inFinding,
            FindingRows = size.Members[finding],
            InRisky = inRisky,
            Others = others,
            OthersPerDay = size.Rows == 0 || size.Days <= 0 ? 0 : others / size.Days * size.Whole / size.Rows,
            CaughtMoney = _facts.Money(caught),
            CaughtInWords = _facts.MoneyInWords(caught),
            Shared = also,
        };
    }

    /// <summary>How much there is in a part: one pass for all rules.</summary>
    public PartFigures Size(Predicate<int> part)
    {
        var members = new int[_probabilities.Length];
        int rows = 0, whole = 0;
        long first = long.MaxValue, last = long.MinValue;
        for (var row = 0; row < _findings.Length; row++)
        {
            if (!part(row)) continue;
            rows++;
            if (_findings[row] >= 0) members[_findings[row]]++;
            first = Math.Min(first, _facts.Times[row]);
            last = Math.Max(last, _facts.Times[row]);
        }
        if (rows > 0)
        {
            whole = SortedSearch.CountUpTo<long>(_facts.Times, last) - SortedSearch.CountBelow<long>(_facts.Times, first);
        }
        return new PartFigures(rows, whole, rows == 0 ? 0 : (last - first) / 1e6 / SecondsPerDay, members);
    }

    /// <summary>Of the row's finding, where it is risky; NaN elsewhere.</summary>
    private double Probability(int row) => _findings[row] < 0 ? double.NaN : _probabilities[_findings[row]];

    internal bool IsRisky(int row) => !double.IsNaN(Probability(row));

    /// <summary>How much of a payment is fraud, as far as is known: 0 to 1.</summary>
    internal double Worth(int row) => _facts.Outcomes[row] switch
    {
        Outcome.Fraud => 1,
        Outcome.Legitimate => 0,
        _ => IsRisky(row) ? Probability(row) : 0,
    };

    /// <summary>What a rule should not hit.</summary>
    internal bool IsOther(int row) =>
        _facts.Outcomes[row] == Outcome.Legitimate || (_facts.Outcomes[row] != Outcome.Fraud && !IsRisky(row));
}

/// <param name="Rows">Rows of the part.</param>
/// <param name="Whole">Rows of all parts in the same time.</param>
/// <param name="Days">From its first to its last.</param>
/// <param name="Members">By number of the finding: its rows in the part.</param>
public sealed record PartFigures(int Rows, int Whole, double Days, int[] Members);
