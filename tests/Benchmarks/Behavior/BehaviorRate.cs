using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Facts;
using Investigator.Engine.Sequences;
using Investigator.TestKit;
using static TorchSharp.torch;

namespace Investigator.Benchmarks.Behavior;

/// <summary>How fast sequences of one length are embedded, and how much of the CPU' time the network itself takes.</summary>
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
        if (train)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one pass of learning over {sequences:n0} sequences of {length} events: "
                + $"{report.Seconds:f1} s, {sequences / report.Seconds:n0} sequences/s"));
        }
        var (_, network) = StoredModel.Load(folder.Path);
        using (network)
        {
            start = Stopwatch.GetTimestamp();
            SequenceIdentity.SameEvents(set);
            var alone = Stopwatch.GetElapsedTime(start).TotalSeconds / seconds;
            var inside = Inside(network, set, context) * (1 - alone);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"embedding {sequences:n0} sequences of {length} events: {seconds:f1} s, "
                + $"{sequences / seconds:n0} sequences/s on {context.Threads} threads, {inside:p1} of the time in the network; "
                + $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:f1} GB"));
        }
    }

    /// <summary>
    /// Share of a batch's time that is the network's forward pass, all threads at work as in the stage; the rest is packing the batch and reading the results.
    /// </summary>
    private static double Inside(BehaviorNetwork network, SequenceSet set, StageContext context)
    {
        var (forward, whole) = (0L, 0L);
        Parallel.ForEach(Enumerable.Range(0, Math.Min(Sampled, set.Count)).Chunk(BatchSize), context.Parallel, rows =>
        {
            using var scope = NewDisposeScope();
            using var free = no_grad();
            var begin = Stopwatch.GetTimestamp();
            var batch = SequenceBatch.Build(set, Array.ConvertAll(rows, row => new EventSlice(set.Offsets[row], set.Length(row))));
            var packed = Stopwatch.GetTimestamp();
            var encoded = network.Encode(batch);
            Interlocked.Add(ref forward, Stopwatch.GetTimestamp() - packed);
            encoded.Vectors.data<float>().ToArray();
            encoded.Attention.data<float>().ToArray();
            Interlocked.Add(ref whole, Stopwatch.GetTimestamp() - begin);
        });
        return (double)forward / whole;
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
