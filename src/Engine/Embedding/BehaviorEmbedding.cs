using Investigator.Engine.Tables;

namespace Investigator.Engine.Embedding;

/// <summary>One L2-normal vector a transaction, and what the time attention looked at.</summary>
public sealed record BehaviorEmbedding
{
    /// <summary><c>[n, Dimension]</c> row-major.</summary>
    public required float[] Vectors { get; init; }

    public required int Dimension { get; init; }

    /// <summary>Attention weight of each event, laid out as <see cref="Sequences.SequenceSet.Types"/>; they sum to 1 within a sequence.</summary>
    public required float[] Attention { get; init; }

    public required TrainingReport Training { get; init; }

    public int Count => Dimension == 0 ? 0 : Vectors.Length / Dimension;

    public void Save(string folder)
    {
        NpyFile.Write<float>(Path.Combine(folder, "embedding.npy"), Vectors, Count, Dimension);
        NpyFile.Write<float>(Path.Combine(folder, "attention.npy"), Attention, Attention.Length);
        JsonFile.Write(Path.Combine(folder, TrainingReport.FileName), Training);
    }

    public static BehaviorEmbedding Load(string folder)
    {
        var vectors = NpyFile.Read<float>(Path.Combine(folder, "embedding.npy"), out var shape);
        return new BehaviorEmbedding
        {
            Vectors = vectors,
            Dimension = shape[1],
            Attention = NpyFile.Read<float>(Path.Combine(folder, "attention.npy"), out _),
            Training = JsonFile.Read<TrainingReport>(Path.Combine(folder, TrainingReport.FileName)),
        };
    }
}

/// <summary>How training went. Without events nothing is trained: no epochs, and every vector is the same.</summary>
/// <param name="Sequences">Sequences trained on.</param>
/// <param name="Epochs">One entry an epoch.</param>
/// <param name="Threads">libtorch threads used.</param>
/// <param name="Seconds">Wall time of training.</param>
public sealed record TrainingReport(int Sequences, IReadOnlyList<EpochLoss> Epochs, int Threads, double Seconds)
{
    public const string FileName = "training.json";

    /// <returns>Null when the folder has none.</returns>
    public static TrainingReport? Find(string folder) => Path.Combine(folder, FileName) is var file && File.Exists(file) ? JsonFile.Read<TrainingReport>(file) : null;

    /// <summary>How well the network foretells held-out sequences; null when none were held out.</summary>
    public PredictionScore? Network { get; init; }

    /// <summary>The same of counting alone (<see cref="FirstOrderHabits"/>), to compare with.</summary>
    public PredictionScore? Counting { get; init; }

    /// <summary>Folder of the model that was applied instead of learning one; null when one was learned.</summary>
    public string? Model { get; init; }

    /// <summary>How far the data was from what that model learned.</summary>
    public ModelDrift? Drift { get; init; }
}

/// <param name="Epoch">1-based.</param>
/// <param name="Train">Mean training loss.</param>
/// <param name="HeldOut">Mean loss on sequences not trained on.</param>
public sealed record EpochLoss(int Epoch, double Train, double HeldOut);
