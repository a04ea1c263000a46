using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>The signs of coordination of all findings of a run: each tested against chance, and held against what findings show anyway.</summary>
/// <remarks>
/// Findings are made of like payments, so random payments are too easy to beat in what the space is made of: in a log of clicks every finding has its pages in
/// common. What three quarters of the findings show is therefore taken off (their lower quartile, where there are twenty findings or more): an empirical null
/// in the sense of Efron, "Large-Scale Simultaneous Hypothesis Testing" (JASA 99, 2004), which lets up to three quarters of the findings be rings.
/// </remarks>
internal sealed class CoordinationFindings
{
    private const int FewestFindings = 20;

    private readonly IReadOnlyList<Signal>[] _signals;
    private readonly double[][] _strengths;
    private readonly double[] _falseDiscovery;
    private readonly int[] _first;

    private CoordinationFindings(IReadOnlyList<Signal>[] signals, double falseDiscoveryRate)
    {
        _signals = signals;
        _falseDiscovery = ChanceTest.FalseDiscovery([.. signals.SelectMany(static s => s).Select(static s => s.Chance)]);
        var anyway = Anyway(signals);
        (_strengths, _first) = (new double[signals.Length][], new int[signals.Length]);
        for (int f = 0, place = 0; f < signals.Length; f++)
        {
            (_strengths[f], _first[f]) = (new double[signals[f].Count], place);
            for (var s = 0; s < signals[f].Count; s++, place++)
            {
                var usual = anyway.GetValueOrDefault((signals[f][s].Kind, signals[f][s].Entity));
                if (_falseDiscovery[place] > falseDiscoveryRate || usual >= 1) continue;
                _strengths[f][s] = Math.Max(0, (signals[f][s].Strength - usual) / (1 - usual));
            }
        }
        Inputs = [.. signals.Select((s, f) => CoordinationInputs.Of(s, _strengths[f]))];
    }

    /// <summary>One per finding.</summary>
    public IReadOnlyList<CoordinationInputs> Inputs { get; }

    /// <param name="members">Rows of each finding.</param>
    /// <param name="coordination">Measures one finding.</param>
    /// <param name="falseDiscoveryRate">Signs above it count nothing.</param>
    /// <param name="context">Threads.</param>
    /// <param name="meter">Told of every finding.</param>
    public static CoordinationFindings Measure(
        IReadOnlyList<int[]> members, Coordination coordination, double falseDiscoveryRate, StageContext context, ProgressMeter? meter = null)
    {
        var signals = new IReadOnlyList<Signal>[members.Count];
        Parallel.For(0, members.Count, context.Parallel, f =>
        {
            signals[f] = coordination.Of(members[f]);
            meter?.Add(1);
        });
        return new CoordinationFindings(signals, falseDiscoveryRate);
    }

    /// <summary>What readers see of one finding's signs.</summary>
    public CoordinationEvidence Evidence(int finding, CoordinationModel model)
    {
        var (signals, inputs) = (_signals[finding], Inputs[finding]);
        var total = inputs.Leading.Sum(s => model.Weights[(int)signals[s].Family] * _strengths[finding][s]);
        return new CoordinationEvidence(model.Ring(inputs), [.. signals.Select((s, i) =>
        {
            var part = inputs.Leading.Contains(i) && total > 0 ? model.Weights[(int)s.Family] * _strengths[finding][i] / total : 0;
            return new CoordinationSignal(s.Kind, s.Entity, s.Phrase, s.Value, s.Rest, part) { FalseDiscovery = _falseDiscovery[_first[finding] + i] };
        }).OrderByDescending(static s => s.Weight)]);
    }

    private static Dictionary<(SignalKind Kind, string? Entity), double> Anyway(IReadOnlyList<Signal>[] signals)
    {
        if (signals.Length < FewestFindings) return [];
        // A farm is no habit of findings however many there are.
        return signals.SelectMany(static s => s).Where(static s => s.Kind != SignalKind.AccountFarm).GroupBy(static s => (s.Kind, s.Entity))
            .ToDictionary(static g => g.Key, g => LowerQuartile([.. g.Select(static s => s.Strength)], signals.Length));
    }

    /// <summary>Findings that lack a sign show none of it.</summary>
    private static double LowerQuartile(double[] strengths, int findings)
    {
        double[] sorted = [.. Enumerable.Repeat(0.0, Math.Max(0, findings - strengths.Length)), .. strengths.Order()];
        return Quantiles.Linear<double>(sorted, 0.25);
    }
}
