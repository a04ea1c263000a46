using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Behavior;

/// <summary>
/// What the embedding's network has learned, against what is learned by counting and by a plain GRU, on sequences that none of them has seen.
/// </summary>
internal static class BehaviorTable
{
    /// <param name="optionsFile">Embedding options as JSON; null for the shipped ones.</param>
    public static void Print(int firstSeed, int lastSeed, int transactions, string? optionsFile)
    {
        var options = optionsFile is null ? new EmbeddingOptions() : JsonFile.Read<EmbeddingOptions>(optionsFile);
        TorchLibrary.EnsureLoaded();
        for (var seed = firstSeed; seed <= lastSeed; seed++)
        {
            var split = BehaviorSplit.Make(transactions, seed);
            var context = new StageContext { Seed = seed };
            Console.WriteLine($"seed {seed}, {transactions} transactions: {split.Train.Count} sequences to learn from, {split.HeldOut.Length} held out");
            Say("order-1 Markov, median of the page",
                MarkovBaseline.Of(split.Train, [.. Enumerable.Range(0, split.Train.Count)]).Score(split.Whole, split.HeldOut), 0);
            Gru(split, options, context);
            Model(split, options, context);
        }
    }

    private static void Gru(BehaviorSplit split, EmbeddingOptions options, StageContext context)
    {
        using var gru = new GruBaseline(split.Whole.Vocabulary.Length, options, context.Seed);
        var rows = Enumerable.Range(0, split.Train.Count).Where(row => split.Train.Length(row) > 0).Take(options.TrainingSequences).ToArray();
        var start = Stopwatch.GetTimestamp();
        gru.Train(split.Train, rows, context.Seed);
        Say("GRU", PredictionScore.Of(gru.PredictNextEvent, split.Whole, split.HeldOut, context), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static void Model(BehaviorSplit split, EmbeddingOptions options, StageContext context)
    {
        using var folder = new TempFolder();
        var report = SequenceEmbedder.Embed(split.Train, options, folder.Path, context).Training;
        var (_, network) = StoredModel.Load(folder.Path);
        using (network) Say("model", PredictionScore.Of(network.PredictNextEvent, split.Whole, split.HeldOut, context), report.Seconds);
        var losses = string.Join(", ", report.Epochs.Select(static e => e.HeldOut.ToString("f3", CultureInfo.InvariantCulture)));
        Console.WriteLine($"  loss by pass, held out: {losses}");
        var embedding = SequenceEmbedder.EmbedWith(folder.Path, split.Whole, context);
        var (bags, columns) = RingVectors.Bags(split.Whole);
        var thrown = RingVectors.Project(bags, columns, options.Dimension, context.Seed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  10 nearest of the same ring: model {RingVectors.Retrieval(embedding.Vectors, embedding.Dimension, split.Rings):p1}, "
                + $"bag of pages and dwells {RingVectors.Retrieval(bags, columns, split.Rings):p1}, "
                + $"random projection {RingVectors.Retrieval(thrown, options.Dimension, split.Rings):p1}"));
    }

    private static void Say(string what, PredictionScore score, double seconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-36} next page {score.PageAccuracy:p2}, log dwell off by {score.DwellError:f4} ({score.Events} events"
                + $"{(seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", learned in {seconds:f0} s") : "")})"));
}
