using System.Diagnostics;
using Investigator.Engine.Compute;
using Investigator.Engine.Embedding;
using Investigator.Engine.Sequences;
using Investigator.TestKit;
using static TorchSharp.torch;

namespace Investigator.Benchmarks.Behavior;

/// <summary>How fast sequences of one length are embedded, and how much of the cores' time the network itself takes.</summary>
internal static class BehaviorRate
{
    private const int Pages = 25;
    private const int BatchSize = 256;
    private const int Sampled = 20_000;

    /// <param name="train">Also times one pass of training over all of the sequences.</param>
    public static void Print(int sequences, int length, bool train)
    {
        TorchLibrary.EnsureLoaded();
        var set = Make(sequences, length);
        var context = new StageContext();
        using var folder = new TempFolder();
        var options = new EmbeddingOptions { MaxEpochs = train ? 1 : 0, TrainingSequences = train ? sequences : 1_000 };
        var start = Stopwatch.GetTimestamp();
        var report = SequenceEmbedder.Embed(set, options, folder.Path, context).Training;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds - report.Seconds;
        if (train) Console.WriteLine(FormattableString.Invariant($"one pass of learning over {sequences:n0} sequences of {length} events: {report.Seconds:f1} s, {sequences / report.Seconds:n0} sequences/s"));
        var (_, network) = StoredModel.Load(folder.Path);
        using (network)
        {
            var inside = Inside(network, set, context) * sequences / (seconds * context.Threads);
            Console.WriteLine(FormattableString.Invariant($"embedding {sequences:n0} sequences of {length} events: {seconds:f1} s, {sequences / seconds:n0} sequences/s on {context.Threads} threads, {inside:p1} of the threads' time in the network; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:f1} GB"));
        }
    }

    /// <summary>Thread seconds a sequence inside the network's forward pass, all threads at work as in the stage.</summary>
    private static double Inside(BehaviorNetwork network, SequenceSet set, StageContext context)
    {
        var count = Math.Min(Sampled, set.Count);
        var batches = Enumerable.Range(0, count).Chunk(BatchSize).ToArray();
        var ticks = 0L;
        Parallel.ForEach(batches, context.Parallel, rows =>
        {
            using var scope = NewDisposeScope();
            using var free = no_grad();
            var batch = SequenceBatch.Build(set, Array.ConvertAll(rows, row => new EventSlice(set.Offsets[row], set.Length(row))));
            var start = Stopwatch.GetTimestamp();
            network.Encode(batch);
            Interlocked.Add(ref ticks, Stopwatch.GetElapsedTime(start).Ticks);
        });
        return TimeSpan.FromTicks(ticks).TotalSeconds / count;
    }

    private static SequenceSet Make(int sequences, int length)
    {
        var random = new Random(1);
        var events = checked(sequences * length);
        var (types, dwell, gap) = (new short[events], new float[events], new float[events]);
        for (var e = 0; e < events; e++)
        {
            types[e] = (short)(1 + random.Next(Pages));
            dwell[e] = random.NextSingle() * 60;
            gap[e] = e % length == 0 ? 0 : dwell[e - 1];
        }

        return new SequenceSet
        {
            Offsets = [.. Enumerable.Range(0, sequences + 1).Select(i => i * length)],
            Types = types,
            Dwell = dwell,
            Gap = gap,
            Vocabulary = ["other", .. Enumerable.Range(1, Pages).Select(static p => $"page_{p}")],
            MaxLength = length,
        };
    }
}
