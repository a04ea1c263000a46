using System.Globalization;
using System.Security.Cryptography;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Audit;

/// <summary>A person's key, unwrapped.</summary>
internal sealed record SealingKey(long Id, byte[] Bytes);

/// <summary>The keys under which the audit keeps what tells who someone is: one a person, made when it is first needed.</summary>
public sealed class PersonKeys(IDataProtectionProvider protection)
{
    internal const string Table = "person_keys";

    private const int KeyBytes = 32;

    private readonly IDataProtector _protector = protection.CreateProtector("Investigator.Audit.PersonKeys");

    /// <summary>Whether an actor's id is that of an account, whose name and address are its person's own.</summary>
    public static bool IsAccount(string actorId) => Guid.TryParse(actorId, CultureInfo.InvariantCulture, out _);

    /// <summary>Within the write's transaction, so that a key is never used that is not kept.</summary>
    /// <returns>Null for a person whose key was thrown away.</returns>
    internal SealingKey? FindOrMake(AuditTransaction transaction, string person, DateTime now)
    {
        var newest = transaction.Read(
            $"SELECT Id, Wrapped, ErasedAt FROM {Table} WHERE PersonId = $person ORDER BY Id DESC LIMIT 1",
            static row => (Id: row.GetInt64(0), Wrapped: row.IsDBNull(1) ? null : (byte[])row.GetValue(1), IsErased: !row.IsDBNull(2)),
            ("$person", person));
        if (newest.IsErased) return null;

        // What the app's keys do not open any more is left to them; from here on another key serves.
        return newest.Wrapped is { } wrapped && Unwrap(wrapped) is { } key ? new SealingKey(newest.Id, key) : Make(transaction, person, now);
    }

    /// <summary>The keys of the given numbers; null for one that was thrown away, none for one that cannot be opened.</summary>
    internal async Task<IReadOnlyDictionary<long, byte[]?>> OpenAsync(InvestigatorContext context, IReadOnlyCollection<long> ids, CancellationToken cancel)
    {
        var rows = await context.PersonKeys.AsNoTracking().Where(k => ids.Contains(k.Id)).Select(k => new { k.Id, k.Wrapped }).ToListAsync(cancel);
        return rows.Select(row => (row.Id, row.Wrapped, Key: row.Wrapped is null ? null : Unwrap(row.Wrapped)))
            .Where(static row => row.Wrapped is null || row.Key is not null).ToDictionary(static row => row.Id, static row => row.Key);
    }

    /// <summary>Lets a person have the keys that were made for someone who turned out to be the same.</summary>
    internal static void HandOn(AuditTransaction transaction, string from, string to) => transaction.Execute(
        $"UPDATE {Table} SET PersonId = $to WHERE PersonId = $from", ("$from", from), ("$to", to));

    /// <summary>Throws a person's keys away, and says that there is to be none.</summary>
    /// <returns>How many there were.</returns>
    internal static int Erase(AuditTransaction transaction, string person, DateTime now) => transaction.Execute(
        $"UPDATE {Table} SET Wrapped = NULL, ErasedAt = $now WHERE PersonId = $person AND ErasedAt IS NULL", ("$person", person), ("$now", now));

    private SealingKey Make(AuditTransaction transaction, string person, DateTime now)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        var id = transaction.Read(
            $"INSERT INTO {Table} (PersonId, Wrapped, CreatedAt) VALUES ($person, $wrapped, $now) RETURNING Id", static row => row.GetInt64(0),
            ("$person", person), ("$wrapped", _protector.Protect(key)), ("$now", now));
        return new SealingKey(id, key);
    }

    private byte[]? Unwrap(byte[] wrapped)
    {
        try
        {
            return _protector.Unprotect(wrapped);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
