using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Integrity;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Embedding.Model;

/// <summary>
/// A trained network on disk, <c>behavior-model.json</c> and <c>weights.npy</c> (all weights end to end, by parameter name): what another
/// run needs in order to apply it and to tell whether it still fits.
/// </summary>
internal sealed record StoredModel
{
    /// <summary>Raised whenever an earlier version's weights would mean something else.</summary>
    public const int CurrentFormat = 3;

    public required int Format { get; init; }

    public required EmbeddingOptions Options { get; init; }

    public required string[] Vocabulary { get; init; }

    /// <summary>SHA-256 of the training sequences.</summary>
    public required string Fingerprint { get; init; }

    public required TrainingReport Training { get; init; }

    /// <summary>What the training sequences were like.</summary>
    public required SequenceProfile Profile { get; init; }

    /// <summary>SHA-256 of the weights' file, so that a folder copied by hand tells damage too; null in models from before it was written.</summary>
    public string? WeightsSha256 { get; init; }

    public void Save(string folder, float[] weights)
    {
        Directory.CreateDirectory(folder);
        NpyFile.Write<float>(KnownFiles.BehaviorWeights.In(folder), weights, weights.Length);
        SealedJson.Write(KnownFiles.BehaviorModel.In(folder), this with { WeightsSha256 = FileSum.Of(KnownFiles.BehaviorWeights.In(folder)).Sha256 });
    }

    /// <summary>Copies the two files of a model to another folder. The copies bear their own time: by it a stage knows what it wrote.</summary>
    public static void Copy(string from, string to)
    {
        if (Path.GetFullPath(from) == Path.GetFullPath(to)) return;
        Directory.CreateDirectory(to);
        foreach (var file in (ReadOnlySpan<StoredFile>)[KnownFiles.BehaviorWeights, KnownFiles.BehaviorModel])
        {
            using var source = RegularFile.Open(file.Require(from));
            using var copy = File.Create(file.In(to));
            source.CopyTo(copy);
        }
    }

    /// <summary>Reads what is known of the model before any sequences are loaded.</summary>
    /// <exception cref="InputException">No model there, damaged, or of another format.</exception>
    public static StoredModel Describe(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException($"there is no folder {folder}", column: "model",
                expected: "a folder that holds a behaviour model, such as a run's results");
        }
        var format = SealedJson.Read<FormatOnly>(KnownFiles.BehaviorModel.Require(folder), isRequired: false).Format;
        if (format != CurrentFormat)
        {
            throw new InputException("the model was written in another format", ModelFile(folder), column: "format", value: $"{format}",
                expected: $"{CurrentFormat}");
        }
        var model = StoredJson.Read<StoredModel>(ModelFile(folder));
        if (KnownFiles.BehaviorWeights.FindKept(folder) is not { } weights)
        {
            throw new InputException("the model's weights are missing", KnownFiles.BehaviorWeights.In(folder));
        }
        if (model.WeightsSha256 is { } written)
        {
            SealedJson.Require(ModelFile(folder)); // what bears a hash was written with a seal
            if (FileCheck.ProblemOf(weights, written) is { } problem)
            {
                throw new DamagedFileException(weights, $"these are not the weights that the model was stored with: {problem}");
            }
        }
        model.Options.Validate();
        return model;
    }

    /// <param name="device">Where the network computes; null for the CPU.</param>
    /// <exception cref="InputException">No model there, damaged, or of another format.</exception>
    public static (StoredModel Model, BehaviorNetwork Network) Load(string folder, TorchSharp.torch.Device? device = null)
    {
        var model = Describe(folder);
        var file = KnownFiles.BehaviorWeights.In(folder);
        var weights = NpyFile.Read<float>(file, out _);
        TorchLibrary.EnsureLoaded();
        var network = new BehaviorNetwork(model.Vocabulary.Length, model.Options, device);
        if (weights.Length != network.WeightCount)
        {
            throw new InputException("the weights do not fit the model's options", file, value: $"{weights.Length} weights",
                expected: $"{network.WeightCount}");
        }
        if (!Array.TrueForAll(weights, float.IsFinite))
        {
            throw new InputException("some of the weights are not numbers", file, expected: "finite numbers");
        }
        network.WriteWeights(weights);
        return (model, network);
    }

    /// <summary>The same sequences in the model's vocabulary; unknown pages become <c>other</c>.</summary>
    /// <exception cref="InputException">The model knows the pages of less than half of the events.</exception>
    public (SequenceSet Recoded, ModelDrift Drift) Recode(SequenceSet set, string folder)
    {
        var codes = Enumerable.Range(0, Vocabulary.Length).ToDictionary(code => Vocabulary[code], static code => (short)code, StringComparer.Ordinal);
        var translate = Array.ConvertAll(set.Vocabulary, page => codes.GetValueOrDefault(page));
        var recoded = set with { Vocabulary = Vocabulary, Types = Array.ConvertAll(set.Types, type => translate[type]), RarePages = [] };
        var drift = ModelDrift.Of(Vocabulary, Profile, set, recoded);
        if (drift.UnknownPages < ModelDrift.MostUnknown) return (recoded, drift);
        var stranger = Enumerable.Range(0, set.Vocabulary.Length).First(p => !codes.ContainsKey(set.Vocabulary[p]));
        throw new InputException(
            FormattableString.Invariant($"the behaviour model has never seen the pages of {100 * drift.UnknownPages:0}% of the events"), ModelFile(folder),
            value: set.Vocabulary[stranger], expected: $"pages such as {string.Join(", ", Vocabulary.Skip(1).Take(3))} ({Vocabulary.Length - 1} in all)");
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

    private static string ModelFile(string folder) => KnownFiles.BehaviorModel.Find(folder);

    /// <summary>Read first: models of another format may lack other properties of this one.</summary>
    private sealed record FormatOnly(int Format);
}
