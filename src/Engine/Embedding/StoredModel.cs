using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Investigator.Engine.Compute;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Embedding;

/// <summary>A trained network on disk: <c>model.json</c> and <c>weights.npy</c> (all weights end to end, by parameter name).</summary>
internal sealed record StoredModel
{
    /// <summary>Raised whenever weights of an earlier program would mean something else.</summary>
    public const int CurrentFormat = 2;

    public required int Format { get; init; }

    public required EmbeddingOptions Options { get; init; }

    public required string[] Vocabulary { get; init; }

    /// <summary>SHA-256 of the sequences trained from.</summary>
    public required string Fingerprint { get; init; }

    public required TrainingReport Training { get; init; }

    public void Save(string folder, float[] weights)
    {
        Directory.CreateDirectory(folder);
        NpyFile.Write<float>(Path.Combine(folder, "weights.npy"), weights, weights.Length);
        JsonFile.Write(ModelFile(folder), this);
    }

    /// <exception cref="InputException">No model there, damaged, or of another format.</exception>
    public static (StoredModel Model, BehaviorNetwork Network) Load(string folder)
    {
        var model = JsonFile.Read<StoredModel>(ModelFile(folder));
        if (model.Format != CurrentFormat) throw new InputException("the model was written in another format", ModelFile(folder), column: "format", value: $"{model.Format}", expected: $"{CurrentFormat}");
        model.Options.Validate();
        var file = Path.Combine(folder, "weights.npy");
        if (!File.Exists(file)) throw new InputException("the model's weights are missing", file);
        var weights = NpyFile.Read<float>(file, out _);
        TorchLibrary.EnsureLoaded();
        var network = new BehaviorNetwork(model.Vocabulary.Length, model.Options);
        if (weights.Length != network.WeightCount) throw new InputException("the weights do not fit the model's options", file, value: $"{weights.Length} weights", expected: $"{network.WeightCount}");
        if (!Array.TrueForAll(weights, float.IsFinite)) throw new InputException("the weights hold values that are no numbers", file, expected: "finite numbers");
        network.WriteWeights(weights);
        return (model, network);
    }

    /// <exception cref="InputException">The set's event types are not the ones the model was trained with.</exception>
    public void RequireVocabulary(SequenceSet set, string folder)
    {
        if (Vocabulary.AsSpan().SequenceEqual(set.Vocabulary)) return;
        var at = Enumerable.Range(0, Math.Max(Vocabulary.Length, set.Vocabulary.Length)).First(i => Entry(Vocabulary, i) != Entry(set.Vocabulary, i));
        throw new InputException("the model was trained with another event vocabulary", ModelFile(folder), value: $"{Entry(set.Vocabulary, at)} as event type {at}", expected: $"{Entry(Vocabulary, at)} ({Vocabulary.Length} types in all)");

        static string Entry(string[] vocabulary, int i) => i < vocabulary.Length ? vocabulary[i] : "nothing";
    }

    public static string FingerprintOf(SequenceSet set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var type in set.Vocabulary) hash.AppendData(Encoding.UTF8.GetBytes(type + "\n"));
        Append(set.Offsets);
        Append(set.Types);
        Append(set.Dwell);
        Append(set.Gap);
        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Append<T>(T[] values)
            where T : unmanaged
        {
            const int Chunk = 1 << 20;
            for (var i = 0; i < values.Length; i += Chunk) hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan(i, Math.Min(Chunk, values.Length - i))));
        }
    }

    private static string ModelFile(string folder) => Path.Combine(folder, "model.json");
}
