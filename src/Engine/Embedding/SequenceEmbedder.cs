using System.Diagnostics;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Embedding.Training;
using Investigator.Engine.Facts;
using Investigator.Engine.Sequences;
using static TorchSharp.torch;

namespace Investigator.Engine.Embedding;

/// <summary>Sequences -> one vector per transaction. Learns without labels from the same sequences that it embeds, or applies a model trained
/// earlier.</summary>
public static class SequenceEmbedder
{
    private const int InferenceBatch = 256;

    /// <summary>What libtorch and what it compiles and keeps take, as measured on two cores.</summary>
    private const long LibraryBytes = 190_000_000;

    /// <summary>Copies of a batch's states that a pass holds at once, gradients among them.</summary>
    private const int StatesAtOnce = 5;

    /// <exception cref="InputException">The folder holds no model that this build can apply; says why.</exception>
    public static void RequireModel(string folder) => StoredModel.Describe(folder);

    /// <summary>Whether a folder holds a model that this build can apply.</summary>
    public static bool HasModel(string folder)
    {
        try
        {
            RequireModel(folder);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    /// <summary>
    /// Trains a network on <paramref name="sequences"/>, or loads the model that the options name, stores it in <paramref name="modelFolder"/>, and embeds
    /// every row.
    /// </summary>
    /// <remarks>
    /// A training that was stopped continues from its last checkpoint in <paramref name="modelFolder"/>, with the same result. Rows with the same events get
    /// the same vector; rows without events share one of their own. When no row has any event nothing is trained and stored, and all vectors are zero.
    /// </remarks>
    /// <exception cref="InputException">An option is out of range, libtorch cannot be loaded, or the model named cannot be applied.</exception>
    public static BehaviorEmbedding Embed(SequenceSet sequences, EmbeddingOptions options, string modelFolder, StageContext context)
    {
        options.Validate();
        if (sequences.Types.Length == 0) return Nothing(sequences, options.Dimension);
        RequireMemory(sequences, options, context);
        if (options.Model is { } model)
        {
            var embedding = EmbedWith(model, sequences, context);
            StoredModel.Copy(model, modelFolder);
            return embedding;
        }

        return Learn(sequences, options, modelFolder, context);
    }

    /// <summary>Bytes that learning or applying a model takes at least, besides the sequences.</summary>
    /// <param name="rows">Transactions.</param>
    /// <param name="events">Events of all sequences.</param>
    /// <param name="longest">Events of the longest sequence.</param>
    /// <param name="options">The network's shape.</param>
    /// <param name="threads">Batches at once.</param>
    public static long BytesFor(long rows, long events, int longest, EmbeddingOptions options, int threads)
    {
        // Training divides one batch among the threads, embedding gives each a batch of its own. Sequences of one length are embedded together, so few rows
        // fill no batch.
        var atOnce = Math.Max(options.BatchSize, threads * Math.Min(InferenceBatch, rows / 8));
        var states = (2L * (options.Hidden + options.TimeHidden)) + options.PageDimension + options.TimeDimension;
        return LibraryBytes + (atOnce * longest * states * sizeof(float) * StatesAtOnce) + (2 * rows * options.Dimension * sizeof(float))
            + (events * sizeof(float));
    }

    private static void RequireMemory(SequenceSet sequences, EmbeddingOptions options, StageContext context)
    {
        var longest = 0;
        for (var row = 0; row < sequences.Count; row++) longest = Math.Max(longest, sequences.Length(row));
        context.RequireMemory(
            BytesFor(sequences.Count, sequences.Types.Length, longest, options, context.Threads),
            $"embedding the events of {Wording.Count(sequences.Count)} rows",
            "fewer rows, a shorter sequences.max_length, a smaller embedding.batch_size or fewer states (embedding.hidden)");
    }

    private static BehaviorEmbedding Learn(SequenceSet sequences, EmbeddingOptions options, string modelFolder, StageContext context)
    {
        (var device, context) = EmbeddingDevice.Of(context);
        var distinct = SequenceIdentity.SameEvents(sequences);
        var rows = Array.FindAll(distinct.Rows, row => sequences.Length(row) > 0);
        new Random(context.Seed).Shuffle(rows);
        if (rows.Length > options.TrainingSequences) rows = rows[..options.TrainingSequences];

        var passes = NetworkTraining.Passes(options, rows.Length);
        var planned = ((long)passes * rows.Length) + distinct.Rows.Length;
        var meter = context.Start(StageNames.Embedding, planned);
        using var network = new BehaviorNetwork(sequences.Vocabulary.Length, options, device);
        network.Draw(context.Seed);
        var start = context.Clock.GetTimestamp();
        var fingerprint = StoredModel.FingerprintOf(sequences);
        var checkpoint = new TrainingCheckpoint(modelFolder, TrainingCheckpoint.WorkOf(fingerprint, options, context.Seed));
        using var training = new NetworkTraining(network, sequences, rows, options, checkpoint, context, meter, device);
        var epochs = training.Run();
        var score = training.Score();
        var report = new TrainingReport(rows.Length, epochs, Math.Min(context.Threads, NetworkTraining.Shards),
            context.Clock.GetElapsedTime(start).TotalSeconds)
        { Network = score?.Network, Counting = score?.Counting };
        var model = new StoredModel
        {
            Format = StoredModel.CurrentFormat,
            Options = options,
            Vocabulary = sequences.Vocabulary,
            Fingerprint = fingerprint,
            Training = report,
            Profile = SequenceProfile.Of(sequences),
        };
        model.Save(modelFolder, network.ReadWeights());
        checkpoint.Delete();
        meter.Add((long)(passes - epochs.Count) * rows.Length);
        return Infer(network, sequences, distinct, report, options.Dimension, context, meter);
    }

    /// <summary>Embeds with a model trained before.</summary>
    /// <exception cref="InputException">No such model, a damaged one, or one that knows the pages of less than half of the events.</exception>
    public static BehaviorEmbedding EmbedWith(string modelFolder, SequenceSet sequences, StageContext context)
    {
        (var device, context) = EmbeddingDevice.Of(context);
        var (model, network) = StoredModel.Load(modelFolder, device);
        using (network)
        {
            var (recoded, drift) = model.Recode(sequences, modelFolder);
            var distinct = SequenceIdentity.SameEvents(recoded);
            return Infer(network, recoded, distinct, model.Training with { Model = modelFolder, Drift = drift }, model.Options.Dimension, context,
                context.Start(StageNames.Embedding, distinct.Rows.Length));
        }
    }

    private static BehaviorEmbedding Nothing(SequenceSet sequences, int dimension) => new()
    {
        Vectors = new float[(long)sequences.Count * dimension],
        Dimension = dimension,
        Attention = [],
        Training = new TrainingReport(0, [], 0, 0),
    };

    private static BehaviorEmbedding Infer(BehaviorNetwork network, SequenceSet set, DistinctSequences distinct, TrainingReport report, int dimension,
        StageContext context, ProgressMeter meter)
    {
        meter.Note = "embedding every sequence";
        var count = distinct.Rows.Length;
        var order = ByLength(set, distinct.Rows);
        var vectors = new float[(long)count * dimension];
        var attention = new float[set.Types.Length];
        var batches = BatchesOfOneLength(set, distinct.Rows, order);
        Parallel.For(0, batches.Count, context.Parallel, b =>
        {
            var members = order.AsSpan(batches[b]);
            EmbedBatch(network, set, distinct.Rows, members, vectors, attention, dimension);
            meter.Add(members.Length);
        });
        meter.Finish();

        var all = new float[(long)set.Count * dimension];
        for (var i = 0; i < set.Count; i++)
        {
            var u = distinct.Of[i];
            vectors.AsSpan(u * dimension, dimension).CopyTo(all.AsSpan(i * dimension, dimension));
            if (distinct.Rows[u] != i) attention.AsSpan(set.Offsets[distinct.Rows[u]], set.Length(i)).CopyTo(attention.AsSpan(set.Offsets[i]));
        }

        return new BehaviorEmbedding { Vectors = all, Dimension = dimension, Attention = attention, Training = report };
    }

    /// <returns>Indices into <paramref name="rows"/>, the shortest sequences first, those of one length in their order.</returns>
    private static int[] ByLength(SequenceSet set, int[] rows)
    {
        var keys = new long[rows.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = ((long)set.Length(rows[i]) << 32) | (uint)i;
        Array.Sort(keys);
        return Array.ConvertAll(keys, static key => (int)key);
    }

    private static List<Range> BatchesOfOneLength(SequenceSet set, int[] rows, int[] order)
    {
        var batches = new List<Range>();
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start + 1;
            while (end < order.Length && end - start < InferenceBatch && set.Length(rows[order[end]]) == set.Length(rows[order[start]])) end++;
            batches.Add(start..end);
        }

        return batches;
    }

    private static void EmbedBatch(BehaviorNetwork network, SequenceSet set, int[] rows, ReadOnlySpan<int> members, float[] vectors, float[] attention,
        int dimension)
    {
        using var scope = NewDisposeScope();
        using var free = no_grad();
        var slices = new EventSlice[members.Length];
        for (var i = 0; i < slices.Length; i++) slices[i] = new EventSlice(set.Offsets[rows[members[i]]], set.Length(rows[members[i]]));
        var encoded = network.Encode(SequenceBatch.Build(set, slices));
        var batchVectors = encoded.Vectors.Values<float>();
        var batchAttention = encoded.Attention.Values<float>();
        for (var i = 0; i < slices.Length; i++)
        {
            var vector = batchVectors.AsSpan(i * dimension, dimension);
            Debug.Assert(!vector.ContainsAnyExceptInRange(-1.001f, 1.001f), "a vector is L2-normal");
            vector.CopyTo(vectors.AsSpan(members[i] * dimension));
            for (var t = 0; t < slices[i].Length; t++) attention[slices[i].Start + t] = batchAttention[(t * slices.Length) + i];
        }
    }
}
