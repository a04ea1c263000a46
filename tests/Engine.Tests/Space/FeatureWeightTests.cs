using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features;
using Investigator.Engine.Space;

namespace Investigator.Engine.Tests.Space;

public class FeatureWeightTests
{
    private const int Rows = 4_000;
    private const double FraudShare = 0.1;

    private static readonly Outcome[] Outcomes = [.. Draw(1, static r => r.NextDouble() < FraudShare ? Outcome.Fraud : Outcome.Legitimate)];
    private static readonly int[] Accounts = [.. Enumerable.Range(0, Rows)];
    private static readonly float[] Noise = [.. Draw(2, static r => r.NextSingle())];

    /// <summary>What the outcome is, but for one row in ten.</summary>
    private static readonly float[] Telling = [.. Draw(3, static r => r.NextDouble() < 0.1).Select(static (wrong, i) =>
        (Outcomes[i] == Outcome.Fraud) != wrong ? 1f : 0f)];

    [Fact]
    public void Build_NoOutcomeKnown_WeighsAllAlike()
    {
        var space = Build([Number("noise", Noise), Number("telling", Telling)], OutcomeSample.Of(new Outcome[Rows], Accounts));
        Assert.All(Features(space), static f => Assert.Equal((1, "all alike: too few outcomes are known"), (f.Weight, f.Reason)));
        Assert.Equal(Values(Build([Number("noise", Noise), Number("telling", Telling)], null)), Values(space));
    }

    [Fact]
    public void Build_FeatureThatTellsOutcomes_CountsMoreAndSaysWhy()
    {
        var space = Build([Number("noise", Noise), Number("telling", Telling)], OutcomeSample.Of(Outcomes, Accounts));
        var (noise, telling) = (Feature(space, "noise"), Feature(space, "telling"));
        Assert.Equal((1, "known outcomes: nothing beyond chance"), (noise.Weight, noise.Reason));

        // H(0.1) = 0.325 nats; the value is right nine times in ten either way: I = H(0.18) - H(0.1) = 0.146, so 0.45 of the entropy.
        var told = Math.Round((telling.Weight - 1) / 2, 2);
        Assert.InRange(told, 0.40, 0.50);
        Assert.Equal(FormattableString.Invariant($"known outcomes: {told:0.00} of what they could say"), telling.Reason);
        Assert.Equal(telling.Weight, telling.Share / noise.Share * Equal(noise, telling), 0.02);

        static double Equal(FeatureShare noise, FeatureShare telling)
        {
            var alike = Build([Number("noise", Noise), Number("telling", Telling)], null);
            return Feature(alike, noise.Feature).Share / Feature(alike, telling.Feature).Share;
        }
    }

    [Fact]
    public void Build_FeatureThatSaysAll_CountsAtMostTheCap()
    {
        float[] outcome = [.. Outcomes.Select(static o => o == Outcome.Fraud ? 1f : 0f)];
        var space = Build([Number("noise", Noise), Number("outcome", outcome)], OutcomeSample.Of(Outcomes, Accounts), new HybridOptions
        {
            OutcomeGain = 100,
            MaxFeatureWeight = 3.5,
        });
        Assert.Equal(3.5, Feature(space, "outcome").Weight);
    }

    [Fact]
    public void Build_Category_IsWeighedByItsLevels()
    {
        var levels = Telling.Select(static (t, i) => t == 0 ? i % 3 : 3f).ToArray();
        var column = new FeatureColumn { Definition = Definition("level"), Values = levels, Levels = ["a", "b", "c", "d"] };
        Assert.InRange(Feature(Build([Number("noise", Noise), column], OutcomeSample.Of(Outcomes, Accounts)), "level").Weight, 1.8, 2);
    }

    /// <summary>Forty accounts with a hundred payments each of one kind are forty witnesses, not four thousand.</summary>
    [Fact]
    public void Build_ManyPaymentsOfFewAccounts_AreNoEvidence()
    {
        int[] accounts = [.. Enumerable.Range(0, Rows).Select(static i => i % 40)];
        Outcome[] outcomes = [.. accounts.Select(static a => a < 12 ? Outcome.Fraud : Outcome.Legitimate)];
        float[] numbers = [.. accounts.Select(static a => (float)(a * 7 % 10))];
        Assert.True(Feature(Build([Number("noise", Noise), Number("number", numbers)], OutcomeSample.Of(outcomes, Accounts)), "number").Weight > 1);
        Assert.Equal(1, Feature(Build([Number("noise", Noise), Number("number", numbers)], OutcomeSample.Of(outcomes, accounts)), "number").Weight);
    }

    /// <summary>Innocent payments of the last third are not known yet: of the young ones only frauds are, and whatever grows with time would tell.</summary>
    [Fact]
    public void Build_FeatureThatGrowsWithTime_TellsNothingWhereFraudsAreKnownSooner()
    {
        Outcome[] early = [.. Outcomes.Select(static (o, i) => o == Outcome.Legitimate && i > Rows * 2 / 3 ? Outcome.Unknown : o)];
        float[] time = [.. Enumerable.Range(0, Rows).Select(static i => (float)i)];
        var space = Build([Number("noise", Noise), Number("time", time), Number("telling", Telling)], OutcomeSample.Of(early, Accounts));
        Assert.InRange(Feature(space, "time").Weight, 1, 1.2);
        Assert.InRange(Feature(space, "telling").Weight, 1.7, 2);
    }

    [Fact]
    public void Build_WeightInTheCatalogue_CountsInsteadOfWhatOutcomesSay()
    {
        var given = Number("telling", Telling) with { Definition = Definition("telling") with { Weight = 0.5 } };
        var feature = Feature(Build([Number("noise", Noise), given], OutcomeSample.Of(Outcomes, Accounts)), "telling");
        Assert.Equal((0.5, "as the catalogue says"), (feature.Weight, feature.Reason));
    }

    [Fact]
    public void Build_GainOfNothing_WeighsAllAlike()
    {
        var space = Build([Number("noise", Noise), Number("telling", Telling)], OutcomeSample.Of(Outcomes, Accounts), new HybridOptions { OutcomeGain = 0 });
        Assert.All(Features(space), static f => Assert.Equal((1, "all alike"), (f.Weight, f.Reason)));
    }

    [Fact]
    public void Build_Duration_IsLoggedWhateverItsShape()
    {
        var even = Number("wait", Noise) with { Definition = Definition("wait") with { Unit = Units.Seconds } };
        Assert.Equal("log", Feature(Build([even, Number("noise", Noise)], null), "wait").Scale);
        Assert.Equal("robust", Feature(Build([even, Number("noise", Noise)], null), "noise").Scale);
        var asked = even with { Definition = even.Definition with { Scale = FeatureScale.Quantile } };
        Assert.Equal("quantile", Feature(Build([asked, Number("noise", Noise)], null), "wait").Scale);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Build_OnAnyThreads_GivesTheSameWeights(int threads) =>
        Assert.Equal(Features(Build([Number("noise", Noise), Number("telling", Telling)], OutcomeSample.Of(Outcomes, Accounts))),
            Features(Build([Number("noise", Noise), Number("telling", Telling)], OutcomeSample.Of(Outcomes, Accounts), threads: threads)));

    private static IEnumerable<T> Draw<T>(int seed, Func<Random, T> draw)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Rows).Select(_ => draw(random)).ToList();
    }

    private static HybridSpace Build(FeatureColumn[] columns, OutcomeSample? known, HybridOptions? options = null, int threads = 2) =>
        SpaceBuilder.Build(new BehaviorEmbedding { Vectors = new float[Rows], Dimension = 1, Attention = [], Training = new TrainingReport(0, [], 0, 0) },
            new FeatureMatrix { Count = Rows, Columns = columns }, null, options ?? new HybridOptions { OutcomeGain = 2, MaxFeatureWeight = 4 },
            new StageContext { Threads = threads }, known);

    private static List<FeatureShare> Features(HybridSpace space) => [.. space.Scale.Features.Where(static f => f.Block == "features")];

    private static FeatureShare Feature(HybridSpace space, string name) => space.Scale.Features.Single(f => f.Feature == name);

    private static FeatureDefinition Definition(string name) => new() { Name = name, Phrase = name, Unit = Units.Number };

    private static FeatureColumn Number(string name, float[] values) => new() { Definition = Definition(name), Values = values };

    private static float[] Values(HybridSpace space) => [.. space.Points.Runs.SelectMany(static run => run.ToArray())];
}
