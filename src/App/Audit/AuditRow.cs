using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Investigator.Audit;

/// <summary>An entry column by column as the table stores it: what is hashed when it is written, and again when it is verified.</summary>
internal sealed record AuditRow
{
    /// <summary>In the order in which they are hashed and written; the hash comes behind them.</summary>
    public static readonly string[] Columns =
        ["At", "ActorId", "ActorName", "From", "Action", "Kind", "Key", "Before", "After", "Details", "Person", "Reason", "Previous"];

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fffffff";

    // Told apart from any other thing that is hashed, and from entries of a later form.
    private static readonly byte[] Form = Encoding.UTF8.GetBytes("investigator audit entry 1\n");

    public required long Id { get; init; }

    /// <summary>One for each of <see cref="Columns"/>.</summary>
    public required IReadOnlyList<string?> Values { get; init; }

    public string? Previous => Values[^1];

    public static string Time(DateTime utc) => utc.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Every value with its length before it, so that no two different rows are the same bytes; a missing value is not an empty one.</summary>
    public string ComputeHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        hash.AppendData(Form);
        BinaryPrimitives.WriteInt64BigEndian(number, Id);
        hash.AppendData(number);
        foreach (var value in Values)
        {
            var bytes = value is null ? [] : Encoding.UTF8.GetBytes(value);
            BinaryPrimitives.WriteInt64BigEndian(number, value is null ? -1 : bytes.Length);
            hash.AppendData(number);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
