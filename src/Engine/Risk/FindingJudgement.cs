using Investigator.Engine.Core;
using Investigator.Engine.Facts;

namespace Investigator.Engine.Risk;

/// <summary>What follows for every finding from its signs of coordination and from the outcomes that may be used.</summary>
internal sealed class FindingJudgement
{
    private readonly RiskOptions _options;
    private readonly CoordinationFindings _signs;

    /// <summary>One per finding: what follows without its payments' own probabilities.</summary>
    private readonly FraudPosterior[] _judged;

    private FindingJudgement(RiskOptions options, CoordinationFindings signs, OutcomeDelay delay, CoordinationModel model, Tally[] tallies)
    {
        (_options, _signs, Delay, Model, Tallies) = (options, signs, delay, model, tallies);
        Bar = options.Bar(delay.BaseShare);
        _judged = [.. tallies.Select((t, f) => FraudPosterior.Of(model.Ring(signs.Inputs[f]), t.Ordinary, t.LogLikelihood))];
        Posteriors = [.. tallies.Select((t, f) => FraudPosterior.Of(model.Ring(signs.Inputs[f]), t.Ordinary, t.LogLikelihood, t.Expected))];
    }

    public OutcomeDelay Delay { get; }

    public CoordinationModel Model { get; }

    /// <summary>One per finding.</summary>
    public IReadOnlyList<Tally> Tallies { get; }

    /// <summary>One per finding: how likely its payments are fraud, their own probabilities included.</summary>
    public IReadOnlyList<FraudPosterior> Posteriors { get; }

    /// <summary>What the lower bound of a finding's fraud share must reach.</summary>
    private double Bar { get; }

    /// <param name="members">Rows of each finding.</param>
    /// <param name="facts">What is known of the transactions.</param>
    /// <param name="outcomes"><c>[n]</c> the outcomes that may be used.</param>
    /// <param name="signs">Of the same findings.</param>
    /// <param name="options">Bars and priors.</param>
    /// <param name="own"><c>[n]</c> each payment's own probability, or null.</param>
    /// <param name="context">Threads.</param>
    public static FindingJudgement Of(IReadOnlyList<int[]> members, TransactionFacts facts, Outcome[] outcomes, CoordinationFindings signs,
        RiskOptions options, float[]? own, StageContext context)
    {
        var tally = new OutcomeTally(facts, outcomes, options);
        var tallies = new Tally[members.Count];
        Parallel.For(0, members.Count, context.Parallel, f => tallies[f] = tally.Of(members[f], own));
        int[] spoken = [.. Enumerable.Range(0, tallies.Length).Where(f => tallies[f].Evidence.Known > 0)];
        var model = CoordinationModel.Fit([.. spoken.Select(f => signs.Inputs[f])], [.. spoken.Select(f => tallies[f].LogFactor)]);
        return new FindingJudgement(options, signs, tally.Delay, model, tallies);
    }

    /// <summary>What the bars are held against.</summary>
    public BarEvidence Bars(int finding) => Bars(_judged[finding], Tallies[finding], Model.Ring(_signs.Inputs[finding]));

    public bool Risky(int finding) => _options.CallsRisky(Bars(finding));

    /// <summary>
    /// A finding is risky by its outcomes where they would do without any sign of coordination; one that is not risky is so by its outcomes where enough of
    /// them are known.
    /// </summary>
    public RiskBasis Basis(int finding)
    {
        var (tally, unsigned) = (Tallies[finding], LogOdds.Probability(Model.Intercept));
        var enough = tally.KnownWeight >= _options.MinKnownOutcomes;
        var byOutcomes = enough && (!Risky(finding) ||
            _options.CallsRisky(Bars(FraudPosterior.Of(unsigned, tally.Ordinary, tally.LogLikelihood), tally, unsigned)));
        return byOutcomes ? RiskBasis.Outcomes : RiskBasis.Coordination;
    }

    /// <summary>What would make the finding risky.</summary>
    public MissingEvidence Missing(int finding)
    {
        var (tally, posterior) = (Tallies[finding], _judged[finding]);
        var unknown = tally.Size - tally.Evidence.Known;
        var contradicted = tally.KnownWeight >= _options.MinKnownOutcomes && posterior.High < Bar;
        int? frauds = !contradicted && WouldDo(finding, unknown) ? Fewest(finding, unknown) : null;
        var kind = contradicted ? MissingKind.Contradicted : frauds is null ? MissingKind.TooSmall : MissingKind.Outcomes;
        return new MissingEvidence(kind, frauds, unknown, posterior.Ring, _options.RiskyCoordination, posterior.Low, Bar);
    }

    /// <summary>More frauds never make it less risky, so the least number is found by halving.</summary>
    private int Fewest(int finding, int enough)
    {
        var tooFew = 0;
        while (enough - tooFew > 1)
        {
            var middle = (enough + tooFew) / 2;
            if (WouldDo(finding, middle)) enough = middle;
            else tooFew = middle;
        }
        return enough;
    }

    private bool WouldDo(int finding, int moreFrauds)
    {
        var (tally, ring) = (Tallies[finding], Model.Ring(_signs.Inputs[finding]));
        double[] logLikelihood = [.. tally.LogLikelihood.Select((l, c) => l + (moreFrauds * ShareGrid.Log[c]))];
        var more = tally with { KnownWeight = tally.KnownWeight + moreFrauds };
        return _options.CallsRisky(Bars(FraudPosterior.Of(ring, tally.Ordinary, logLikelihood), more, ring));
    }

    /// <summary>
    /// The payments' own probabilities do not speak here: they were learned from outcomes of the finding's other accounts too, which would count twice, and go
    /// astray for a whole group at once, as for a family that shares like a ring.
    /// </summary>
    /// <param name="posterior">After the outcomes.</param>
    /// <param name="tally">The outcomes.</param>
    /// <param name="ring">Probability of a ring before them.</param>
    private BarEvidence Bars(FraudPosterior posterior, Tally tally, double ring) =>
        new(tally.KnownWeight, posterior.Low, posterior.Ring, ring, Delay.BaseShare);
}
