using System.IO.Compression;
using System.Text.Json;

namespace Investigator.Tags;

/// <summary>Which payments a tag was put on: enough to find the same ones in another run's data, and to tell them from other payments that only have the same
/// number.</summary>
/// <param name="Ids">Transaction ids.</param>
/// <param name="Accounts">Account of each.</param>
/// <param name="Times">Microseconds since 1970 of each, UTC.</param>
public sealed record PaymentSet(IReadOnlyList<string> Ids, IReadOnlyList<string> Accounts, IReadOnlyList<long> Times)
{
    public int Count => Ids.Count;

    /// <summary>The same payment has the same key in every run; another shop's payment of the same number has another account or time.</summary>
    public HashSet<(string Id, string Account, long Time)> Keys() => [.. Ids.Select((id, i) => (id, Accounts[i], Times[i]))];

    /// <summary>JSON, compressed.</summary>
    public byte[] Pack()
    {
        using var bytes = new MemoryStream();
        using (var packer = new BrotliStream(bytes, CompressionLevel.Fastest)) JsonSerializer.Serialize(packer, this);
        return bytes.ToArray();
    }

    public static PaymentSet Unpack(byte[] packed)
    {
        using var unpacker = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<PaymentSet>(unpacker)!;
    }
}
