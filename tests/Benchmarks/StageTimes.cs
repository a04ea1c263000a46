using System.Diagnostics;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;

namespace Investigator.Benchmarks;

/// <summary>Seconds and memory of the stages that read whole event tables, on files that <c>generate</c> wrote.</summary>
internal static class StageTimes
{
    /// <param name="shop">Folder with transactions, events and mapping.</param>
    /// <param name="work">Where the loaded data and the stages' files go; what is loaded there already is used again.</param>
    public static void Print(string shop, string work)
    {
        Directory.CreateDirectory(work);
        var context = new StageContext { Scratch = work };
        var extension = File.Exists(Path.Combine(shop, "transactions.parquet")) ? "parquet" : "csv";
        var request = new LoadRequest
        {
            Transactions = Path.Combine(shop, "transactions." + extension),
            Events = Path.Combine(shop, "events." + extension),
            Mapping = MappingFile.Read(Path.Combine(shop, "mapping.json")),
            Name = "scale",
        };
        var options = new RunOptions();
        var dataset = Timed("load", () => DatasetLoader.Load(request, work, context));
        Console.WriteLine($"{dataset.TransactionCount:N0} transactions, {dataset.EventCount:N0} events");
        var sequences = Timed("sequences", () => EventSequences.Build(dataset, options.Sequences, context));
        Timed("sequences saved", () => { sequences.Save(work); return 0; });
        var facts = Timed("facts", () => TransactionFacts.Read(dataset, sequences, null, null, context));
        Timed("embedding, a sample trained on and all embedded", () => SequenceEmbedder.Embed(sequences, options.Embedding, work, context));
        Timed("features", () => FeatureComputation.Compute(dataset, sequences, facts, options.Features, work, context));
    }

    private static T Timed<T>(string what, Func<T> make)
    {
        var clock = Stopwatch.StartNew();
        var made = make();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{what}: {clock.Elapsed.TotalSeconds:0.0} s, peak {process.PeakWorkingSet64 / 1e9:0.00} GB");
        return made;
    }
}
