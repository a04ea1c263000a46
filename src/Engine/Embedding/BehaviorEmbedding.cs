using Investigator.Engine.Tables;

namespace Investigator.Engine.Embedding;

/// <summary>One vector per transaction, of length 1, and what the time attention looked at.</summary>
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
