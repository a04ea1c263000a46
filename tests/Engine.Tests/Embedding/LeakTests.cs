using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Sequences;
using Investigator.TestKit;
using static TorchSharp.torch;

namespace Investigator.Engine.Tests.Embedding;

/// <summary>Where there is nothing to predict, predicting must fail: a state that saw what it predicts would shine even on noise.</summary>
public sealed class LeakTests : IDisposable
{
    private const int Pages = 7;
    private const int Length = 12;
    private const int Rows = 1_500;

    // One chance in 30,000 to lie further out than so many standard errors.
    private const double StandardErrors = 4;

    private static readonly EmbeddingOptions Small = new()
    {
        Dimension = 16,
        Hidden = 16,
        TimeHidden = 12,
        PageDimension = 8,
        TimeDimension = 8,
        MaxEpochs = 3,
        BatchSize = 64,
        LearningRate = 1e-2
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_OnNoise_PredictsTheNextEventNoBetterThanChance()
    {
        using var network = Train(Noise(seed: 1));
        var unseen = Noise(seed: 2);
        var score = PredictionScore.Of(network.PredictNextEvent, unseen, [.. Enumerable.Range(0, Rows)], new StageContext());
        Assert.Equal(Rows * (Length - 1), score.Events);
        Assert.True(score.PageAccuracy < Chance(score.Events), $"{score.PageAccuracy:p1} of pages predicted where one in {Pages} is chance");
        var (least, error) = BestConstant(Times(unseen, unseen.Dwell, 1, Length));
        Assert.True(score.DwellError > least - (StandardErrors * error), $"dwells of noise predicted to {score.DwellError}, a constant gives {least}");
    }

    [Fact]
    public void Train_OnNoise_TellsThePreviousEventNoBetterThanChance()
    {
        using var network = Train(Noise(seed: 1));
        var unseen = Noise(seed: 2);
        using var scope = NewDisposeScope();
        using var free = no_grad();
        var batch = SequenceBatch.Build(unseen, [.. Enumerable.Range(0, Rows).Select(row => new EventSlice(unseen.Offsets[row], Length))]);
        var (type, gap) = network.PredictPrevious(batch, network.Encode(batch));
        var (pages, gaps) = (type.argmax(1).data<long>().ToArray(), gap.data<float>().ToArray());
        var right = pages.Index().Count(p => p.Item == batch.Types[p.Index]) / (double)pages.Length;
        Assert.True(right < Chance(pages.Length), $"{right:p1} of pages told where one in {Pages} is chance");

        // The first event's gap is always 0, and how far it is from the end is no secret.
        var off = Enumerable.Range(Rows, gaps.Length - Rows).Average(i => Math.Abs((gaps[i] * EventTiming.TimeUnit) - batch.LogGap(i)));
        var (least, error) = BestConstant(Times(unseen, unseen.Gap, 1, Length - 1));
        Assert.True(off > least - (StandardErrors * error), $"gaps of noise told to {off}, a constant gives {least}");
    }

    [Fact]
    public void Train_OnPagesThatFollowFromTheOneBefore_PredictsThemAll()
    {
        using var network = Train(Circle(seed: 1));
        var score = PredictionScore.Of(network.PredictNextEvent, Circle(seed: 2), [.. Enumerable.Range(0, Rows)], new StageContext());
        Assert.True(score.PageAccuracy > 0.99, $"only {score.PageAccuracy:p1}");
        Assert.True(score.DwellError < 0.2, $"dwells that are the page's own are off by {score.DwellError}");
    }

    private BehaviorNetwork Train(SequenceSet set)
    {
        SequenceEmbedder.Embed(set, Small, _folder.Path, new StageContext { Seed = 5 });
        return StoredModel.Load(_folder.Path).Network;
    }

    private static double Chance(long events) => (1.0 / Pages) + (StandardErrors * Math.Sqrt(1.0 / Pages * (1 - (1.0 / Pages)) / events));

    /// <summary>Pages drawn evenly, dwells from one lognormal, all independent.</summary>
    private static SequenceSet Noise(int seed) => Make(seed, static (random, _) => (short)(1 + random.Next(Pages)), static _ => 8);

    /// <summary>Pages in a circle that starts anywhere; each has a dwell of its own, nearly fixed.</summary>
    private static SequenceSet Circle(int seed) =>
        Make(seed, static (random, before) => (short)(before is { } page ? 1 + (page % Pages) : 1 + random.Next(Pages)), static page => page * page,
            spread: 0.05);

    private static SequenceSet Make(int seed, Func<Random, short?, short> next, Func<short, double> seconds, double spread = 0.8)
    {
        var random = new Random(seed);
        return SequenceFamilies.Of([.. Enumerable.Range(0, Rows).Select(_ =>
        {
            var pages = new short[Length];
            for (var t = 0; t < Length; t++) pages[t] = next(random, t == 0 ? null : pages[t - 1]);
            return (pages, pages.Select(page => (float)(seconds(page) * Math.Exp(spread * Normal(random)))).ToArray());
        })]);
    }

    /// <summary>Standard normal, Box and Muller.</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] Times(SequenceSet set, float[] seconds, int from, int to) =>
        [.. Enumerable.Range(0, Rows).SelectMany(row => Enumerable.Range(set.Offsets[row] + from, to - from)).Select(e => (double)EventTiming.Log(seconds[e]))];

    /// <summary>The least mean absolute error that any one number gives for these values, and the standard error of that mean.</summary>
    private static (double Least, double Error) BestConstant(double[] values)
    {
        var median = values.Order().ElementAt(values.Length / 2);
        var errors = Array.ConvertAll(values, value => Math.Abs(value - median));
        var mean = errors.Average();
        return (mean, Math.Sqrt(errors.Average(e => (e - mean) * (e - mean)) / values.Length));
    }
}
