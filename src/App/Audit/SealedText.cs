using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Investigator.Audit;

/// <summary>A text under a person's key (AES-256-GCM): <c>KEY:BASE64</c>, the number of the key before nonce, tag and cipher.</summary>
internal static class SealedText
{
    /// <summary>Stands for what was to be recorded of someone whose key had been thrown away before.</summary>
    public const string Erased = "erased";

    public const string ErasedWords = "(erased)";

    /// <summary>The app's own keys (<c>keys/</c> of the data folder) are not those that the person's key was kept under.</summary>
    public const string UnreadableWords = "(its key cannot be opened)";

    private static readonly int NonceBytes = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagBytes = AesGcm.TagByteSizes.MaxSize;

    /// <param name="key">Null where it was thrown away.</param>
    /// <param name="text">What is to be sealed.</param>
    public static string Make(SealingKey? key, string text)
    {
        if (key is null) return Erased;
        var plain = Encoding.UTF8.GetBytes(text);
        var made = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = made.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key.Bytes, TagBytes);
        aes.Encrypt(nonce, plain, ciphertext: made.AsSpan(NonceBytes + TagBytes), tag: made.AsSpan(NonceBytes, TagBytes));
        return string.Create(CultureInfo.InvariantCulture, $"{key.Id}:{Convert.ToBase64String(made)}");
    }

    /// <summary>Which key opens it; null for what is under none.</summary>
    public static long? KeyOf(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var end and > 0 && long.TryParse(text.AsSpan(0, end), CultureInfo.InvariantCulture, out var id)
            ? id
            : null;

    /// <summary>The text, or in brackets why there is none.</summary>
    /// <param name="keys">By their numbers; null for one that was thrown away, none for one that cannot be opened.</param>
    /// <param name="text">As it is kept.</param>
    public static string Read(IReadOnlyDictionary<long, byte[]?> keys, string text)
    {
        if (KeyOf(text) is not { } id) return ErasedWords;
        if (!keys.TryGetValue(id, out var key)) return UnreadableWords;
        if (key is null) return ErasedWords;
        try
        {
            var made = Convert.FromBase64String(text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..]);
            var plain = new byte[made.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(made.AsSpan(0, NonceBytes), made.AsSpan(NonceBytes + TagBytes), made.AsSpan(NonceBytes, TagBytes), plain);
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or OverflowException)
        {
            return UnreadableWords;
        }
    }
}
