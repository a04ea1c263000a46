using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Investigator.Identity.Keys;

/// <summary>The secret of a key: 256 random bits behind a word by which scanners of repositories and logs know what they have found.</summary>
internal static class KeySecret
{
    public const string Word = "inv_";

    private const int Bytes = 32;
    private const int Shown = 8;

    public static string Make() => Word + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Looked up by this, whoever tries keys learns nothing from how long an answer takes. Random bits need no slow hash.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static string BeginningOf(string secret) => secret[..(Word.Length + Shown)];

    /// <summary>Whether it has the form of one.</summary>
    public static bool Is(string text) =>
        text.StartsWith(Word, StringComparison.Ordinal) && Base64Url.IsValid(text.AsSpan(Word.Length), out var bytes) && bytes == Bytes;
}
