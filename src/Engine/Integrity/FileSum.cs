using System.Security.Cryptography;

namespace Investigator.Engine.Integrity;

/// <summary>A file as it was written.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits; <c>sha256sum</c> prints the same.</param>
public sealed record FileSum(string Name, long Bytes, string Sha256)
{
    /// <remarks>
    /// SHA-256 because .NET has it, processors compute it (2 GB/s on one core, faster than most disks read) and anyone can repeat it with a tool at hand.
    /// </remarks>
    public static FileSum Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        return new FileSum(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
