using Investigator.Engine.Core;
using Investigator.Engine.Embedding.Model;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Embedding;

/// <summary>How training went. Without events nothing is trained: no epochs, and every vector is the same.</summary>
/// <param name="Sequences">Sequences trained on.</param>
/// <param name="Epochs">One entry per epoch.</param>
/// <param name="Threads">libtorch threads used.</param>
/// <param name="Seconds">Wall time of training.</param>
public sealed record TrainingReport(int Sequences, IReadOnlyList<EpochLoss> Epochs, int Threads, double Seconds)
{
    /// <returns>Null when the folder has none.</returns>
    public static TrainingReport? Find(string folder) =>
        KnownFiles.Training.FindKept(folder) is { } path ? StoredJson.Read<TrainingReport>(path) : null;

    /// <summary>How well the network predicts held-out sequences; null when none were held out.</summary>
    public PredictionScore? Network { get; init; }

    /// <summary>The same for counting alone (<see cref="MarkovBaseline"/>), for comparison.</summary>
    public PredictionScore? Counting { get; init; }

    /// <summary>Folder of the model that was applied instead of training one; null when one was trained.</summary>
    public string? Model { get; init; }

    /// <summary>How far this data is from what that model was trained on.</summary>
    public ModelDrift? Drift { get; init; }
}

/// <param name="Epoch">1-based.</param>
/// <param name="Train">Mean training loss.</param>
/// <param name="HeldOut">Mean loss on sequences not trained on.</param>
public sealed record EpochLoss(int Epoch, double Train, double HeldOut);
