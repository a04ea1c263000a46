using System.Security.Cryptography;

namespace Investigator.Audit;

/// <summary>The table of entries, each bound to the one before by its hash.</summary>
internal static class AuditChain
{
    public const string Table = "audit_entries";

    /// <summary>They refuse to change and remove entries, and to add one anywhere but at the end; by name, as the migration made them.</summary>
    public static readonly string[] Guards = ["audit_entries_are_not_changed", "audit_entries_are_not_removed", "audit_entries_follow_each_other"];

    /// <summary>The hashed columns, as SQL names them.</summary>
    public static readonly string ColumnList = string.Join(", ", AuditRow.Columns.Select(static c => $"\"{c}\""));

    private static readonly string Insert =
        $"INSERT INTO {Table} (Id, {ColumnList}, Hash) "
        + $"VALUES ($id, {string.Join(", ", AuditRow.Columns.Select(static c => "$" + c))}, $hash)";

    /// <summary>Adds entries behind the last one.</summary>
    /// <param name="transaction">Theirs and that of the rows they tell of.</param>
    /// <param name="entries">The values of <see cref="AuditRow.Columns"/> but for the last, in the order in which things were done.</param>
    public static void Append(AuditTransaction transaction, IEnumerable<IReadOnlyList<string?>> entries)
    {
        var (last, previous) = transaction.Read(
            $"SELECT Id, Hash FROM {Table} ORDER BY Id DESC LIMIT 1", static row => (Id: row.GetInt64(0), Hash: row.GetString(1)));
        previous ??= Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
        foreach (var entry in entries)
        {
            var row = new AuditRow { Id = ++last, Values = [.. entry, previous] };
            previous = row.ComputeHash();
            (string, object?)[] columns = [.. AuditRow.Columns.Zip(row.Values, static (column, value) => ("$" + column, (object?)value))];
            transaction.Execute(Insert, [("$id", row.Id), .. columns, ("$hash", previous)]);
        }
    }
}
