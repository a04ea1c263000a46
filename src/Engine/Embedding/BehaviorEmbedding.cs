using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
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
        NpyFile.Write<float>(KnownFiles.Embedding.In(folder), Vectors, Count, Dimension);
        NpyFile.Write<float>(KnownFiles.Attention.In(folder), Attention, Attention.Length);
        JsonFile.Write(KnownFiles.Training.In(folder), Training);
    }

    public static BehaviorEmbedding Load(string folder)
    {
        var vectors = NpyFile.Read<float>(KnownFiles.Embedding.Require(folder), out var shape);
        return new BehaviorEmbedding
        {
            Vectors = vectors,
            Dimension = shape[1],
            Attention = NpyFile.Read<float>(KnownFiles.Attention.Require(folder), out _),
            Training = StoredJson.Read<TrainingReport>(KnownFiles.Training.Require(folder)),
        };
    }
}
