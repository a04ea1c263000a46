using System.Security.Cryptography;
using System.Text;
using Investigator.Engine.Core;
using Investigator.Storage;

namespace Investigator.Personal;

/// <summary>
/// The installation's secret under which pseudonyms are made: without it nobody can try out which value a pseudonym stands for. It is a file of the data
/// folder, made when it is first needed; with another one, all pseudonyms are others.
/// </summary>
public sealed class PersonalKey(DataFolder data)
{
    private const string Name = "personal.key";
    private const int Bytes = 32;

    private readonly Lazy<byte[]> _secret = new(() => Read(Path.Combine(data.Path, Name)));

    /// <summary>A key of its own for one use.</summary>
    public byte[] For(string use) => HMACSHA256.HashData(_secret.Value, Encoding.UTF8.GetBytes(use));

    /// <summary>Whose a value is, the same in every dataset: what the audit keeps of it can then be made unreadable for one person.</summary>
    public string SubjectOf(string account) =>
        "subject:" + Convert.ToHexStringLower(HMACSHA256.HashData(For("subject"), Encoding.UTF8.GetBytes(account)).AsSpan(0, 16));

    private static byte[] Read(string path)
    {
        if (!File.Exists(path)) DurableFiles.Replace(path, static file => File.WriteAllBytes(file, RandomNumberGenerator.GetBytes(Bytes)));
        var secret = File.ReadAllBytes(path);
        return secret.Length == Bytes ? secret : throw new InputException(
            "the key of the pseudonyms is damaged", path, expected: $"{Bytes} bytes: put the file back from a backup, or delete it, and pseudonyms change");
    }
}
