using System.Security.Cryptography;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Embedding.Training;

/// <summary>
/// Where a training stands, on disk: a process that was ended goes on from there and ends with the very weights of one that was not. The numbers go into a file
/// of their own first; the small file that names them is moved into place last, so that either the former state or the new one is found whole.
/// </summary>
/// <param name="folder">Where the model will be.</param>
/// <param name="work">What is trained from what: another work's checkpoint is passed over.</param>
internal sealed class TrainingCheckpoint(string folder, string work)
{
    private int _number;

    private string Head => KnownFiles.TrainingCheckpoint.In(folder);

    /// <summary>Sequences, options and seed as one short name.</summary>
    public static string WorkOf(string fingerprint, EmbeddingOptions options, int seed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{fingerprint} {seed} {JsonFile.Text(options)}")));

    public void Save(TrainingState state)
    {
        Directory.CreateDirectory(folder);
        var numbers = KnownFiles.TrainingNumbers(++_number % 2);
        var values = new float[TrainingState.Arrays * state.Weights.Length];
        foreach (var (array, at) in state.All().Select(static (array, at) => (array, at))) array.CopyTo(values, at * state.Weights.Length);
        NpyFile.Write<float>(numbers.In(folder), values, values.Length);
        var header = new Header(work, numbers.Name, SumOf(values), state.Place);
        DurableFiles.Replace(Head, path => SealedJson.Write(path, header));
    }

    /// <returns>Null when there is none that is whole and of this work.</returns>
    public TrainingState? Load(int weights)
    {
        try
        {
            if (!File.Exists(Head)) return null;
            var header = SealedJson.Read<Header>(Head);
            var file = Path.Combine(folder, header.Numbers);
            if (header.Work != work || !File.Exists(file)) return null;
            var values = NpyFile.Read<float>(file, out _);
            if (values.Length != TrainingState.Arrays * weights || SumOf(values) != header.Sum) return null;
            _number = header.Numbers == KnownFiles.TrainingNumbers(1).Name ? 1 : 0;
            float[] Part(int at) => values[(at * weights)..((at + 1) * weights)];
            return new TrainingState { Weights = Part(0), Best = Part(1), Mean = Part(2), Square = Part(3), Place = header.Place };
        }
        catch (InputException)
        {
            // A damaged checkpoint costs the time it had saved, and nothing else.
            return null;
        }
    }

    /// <summary>Once the model itself stands.</summary>
    public void Delete()
    {
        string[] numbers = [KnownFiles.TrainingNumbers(0).In(folder), KnownFiles.TrainingNumbers(1).In(folder)];
        foreach (var file in (ReadOnlySpan<string>)[Head, Head + DurableFiles.NewSuffix, .. numbers])
        {
            File.Delete(file);
        }
    }

    private static string SumOf(float[] values) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan())));

    /// <param name="Numbers">Name of the file that holds the arrays.</param>
    /// <param name="Sum">SHA-256 of the arrays.</param>
    private sealed record Header(string Work, string Numbers, string Sum, TrainingPlace Place);
}
