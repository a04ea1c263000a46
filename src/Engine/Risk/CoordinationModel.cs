namespace Investigator.Engine.Risk;

/// <summary>
/// Probability that a finding is a ring, from its signs of coordination alone: logistic in <see cref="CoordinationInputs"/>, with no weight below 0.
/// </summary>
/// <remarks>
/// The weights are log odds. Of findings that show nothing some 1 in 150 is a ring (−5). One strong family alone comes to 5% at most, a tie that another strong
/// family agrees with to 95%, a farm, which is shared things too, to 88%. Where enough findings have outcomes of their own the weights are those that explain
/// them best while staying near the defaults (a Gaussian prior around them); few outcomes move them little.
/// </remarks>
internal sealed class CoordinationModel
{
    /// <summary>Fewer findings with known outcomes, and fewer of either kind among them, fit nothing.</summary>
    private const int FewestFindings = 30;
    private const int FewestOfAKind = 8;

    /// <summary>Standard deviation of a weight around its default, as a part of the default.</summary>
    private const double Freedom = 0.5;

    private const int Rounds = 200;

    /// <summary>Log odds of 98 in 100: no sign is known so well that it could promise more.</summary>
    private const double MostSure = 4;

    private const double DefaultIntercept = -5;

    /// <summary>In the order of <see cref="SignalFamily"/>; the last is for the agreement.</summary>
    private static readonly double[] _defaults = Defaults();

    private CoordinationModel(double intercept, double[] weights, int learnedFrom) => (Intercept, Weights, LearnedFrom) = (intercept, weights, learnedFrom);

    public static CoordinationModel Default { get; } = new(DefaultIntercept, _defaults, 0);

    public double Intercept { get; }

    /// <summary><c>[inputs]</c>, 0 or more.</summary>
    public double[] Weights { get; }

    /// <summary>Findings with outcomes that the weights were fitted on; 0 for the defaults.</summary>
    public int LearnedFrom { get; }

    /// <summary>What the signs say together, in log odds, 0 or more.</summary>
    public double Evidence(CoordinationInputs inputs)
    {
        var sum = 0.0;
        for (var i = 0; i < Weights.Length; i++) sum += Weights[i] * inputs.Values[i];
        return sum;
    }

    /// <summary>Probability of a ring; never so sure that three or four legitimate payments could not change it.</summary>
    public double Ring(CoordinationInputs inputs) => LogOdds.Probability(Math.Min(MostSure, Intercept + Evidence(inputs)));

    /// <summary>
    /// Maximises Σ ln (q e^factor + 1 − q) minus the prior's penalty, q being the model's probability of a ring: expectation-maximisation (which findings are
    /// rings is not known, their outcomes only say how likely) with one step of Newton's method for each weight a round.
    /// </summary>
    /// <param name="inputs">Of the findings with known outcomes.</param>
    /// <param name="factors">Of each, ln of how much likelier its outcomes are for a ring than for an ordinary group.</param>
    public static CoordinationModel Fit(IReadOnlyList<CoordinationInputs> inputs, IReadOnlyList<double> factors)
    {
        var (clear, others) = (factors.Count(static f => f > 2), factors.Count(static f => f < -2));
        if (inputs.Count < FewestFindings || Math.Min(clear, others) < FewestOfAKind) return Default;
        var (intercept, weights) = (DefaultIntercept, (double[])_defaults.Clone());
        var rings = new double[inputs.Count];
        for (var round = 0; round < Rounds; round++)
        {
            var model = new CoordinationModel(intercept, weights, inputs.Count);
            for (var f = 0; f < rings.Length; f++) rings[f] = LogOdds.Probability(model.Intercept + model.Evidence(inputs[f]) + factors[f]);
            intercept = Step(inputs, rings, model, -1, intercept, DefaultIntercept);
            var next = (double[])weights.Clone();
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = Math.Max(0, Step(inputs, rings, new CoordinationModel(intercept, next, 0), i, next[i], _defaults[i]));
            }
            weights = next;
        }
        return new CoordinationModel(intercept, weights, inputs.Count);
    }

    /// <summary>One weight's better value, all others standing; −1 is the intercept.</summary>
    private static double Step(IReadOnlyList<CoordinationInputs> inputs, double[] rings, CoordinationModel model, int weight, double value, double start)
    {
        var precision = 1 / Math.Pow(Freedom * start, 2);
        var (slope, curvature) = (precision * (start - value), precision);
        for (var f = 0; f < rings.Length; f++)
        {
            var x = weight < 0 ? 1 : inputs[f].Values[weight];
            if (x == 0) continue;
            var q = model.Ring(inputs[f]);
            slope += (rings[f] - q) * x;
            curvature += q * (1 - q) * x * x;
        }
        return value + (slope / curvature);
    }

    private static double[] Defaults()
    {
        var weights = new double[CoordinationInputs.Count];
        foreach (var family in Enum.GetValues<SignalFamily>())
        {
            weights[(int)family] = family switch
            {
                SignalFamily.Sharing or SignalFamily.Script => 2,
                SignalFamily.Burst or SignalFamily.Novelty or SignalFamily.Declines or SignalFamily.Spread => 1,
                SignalFamily.Amount => 0.7,
                SignalFamily.Farm => 5,
                _ => throw new InvalidOperationException($"the family {family} has no default weight"),
            };
        }
        weights[CoordinationInputs.Agreement] = 5;
        return weights;
    }
}
