using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Investigator.Audit;

/// <summary>Walks the chain of a data folder from its first entry to its last, and compares it with the anchors. It changes nothing, and another process may
/// write meanwhile.</summary>
internal sealed class AuditVerification : IDisposable
{
    private readonly SqliteConnection _database;
    private readonly SqliteTransaction _moment;
    private readonly List<string> _problems = [];

    private AuditVerification(string database)
    {
        _database = new SqliteConnection(DatabaseVerification.SourceOf(database));
        _database.Open();

        // All that is read is of one moment.
        _moment = _database.BeginTransaction(deferred: true);
    }

    /// <exception cref="InputException">There is no database, or it has no audit yet.</exception>
    public static AuditVerdict Of(string folder, CancellationToken cancel = default)
    {
        var database = Path.Combine(folder, DataFolder.DatabaseName);
        if (!File.Exists(database)) throw new InputException($"there is no database in {folder}", expected: "a data folder: give --data DIR");
        var anchors = AuditAnchor.AllIn(DataFolder.AuditIn(folder));
        using var verification = new AuditVerification(database);
        return verification.Run(anchors, cancel);
    }

    private AuditVerdict Run(IReadOnlyList<(string File, AuditAnchor? Anchor, string? Damage)> anchors, CancellationToken cancel)
    {
        if (Count("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = $value", AuditChain.Table) == 0) throw new InputException(
            "the database has no record of what was done: an earlier version wrote it", expected: "a data folder that this version has opened once");
        var (entries, lastHash) = Walk(cancel);
        foreach (var guard in AuditChain.Guards)
        {
            if (Count("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = $value", guard) == 0) _problems.Add(
                $"the database's own guard {guard} was taken away");
        }

        foreach (var (file, anchor, damage) in anchors)
        {
            if (anchor is null) _problems.Add($"the anchor {file} cannot be relied on: {damage}");
            else if (Against(anchor, entries) is { } problem) _problems.Add($"{problem} (anchor {file})");
        }

        return new AuditVerdict(entries, anchors.Count, lastHash, _problems);
    }

    /// <summary>Names the first entry that is not as it was written; what comes behind it rests on it and is not judged.</summary>
    private (long Entries, string? LastHash) Walk(CancellationToken cancel)
    {
        using var command = Command($"SELECT Id, {AuditChain.ColumnList}, Hash FROM {AuditChain.Table} ORDER BY Id");
        using var reader = command.ExecuteReader();
        var (last, lastHash, entries) = (0L, (string?)null, 0L);
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            entries++;
            if (_problems.Count > 0) continue;
            var id = reader.GetInt64(0);
            var hash = reader.GetValue(AuditRow.Columns.Length + 1) as string;
            if (id != last + 1) _problems.Add(last + 2 == id ? $"entry {last + 1} was removed" : $"entries {last + 1} to {id - 1} were removed");
            else if (RowOf(reader, id) is not { } row) _problems.Add($"entry {id} was changed: it holds what was never written there");
            else if (lastHash is not null && row.Previous != lastHash) _problems.Add(Break(id, row.Previous!, lastHash));
            else if (row.ComputeHash() != hash) _problems.Add($"entry {id} was changed");
            (last, lastHash) = (id, hash);
        }

        return (entries, lastHash);
    }

    /// <summary>Says why an entry does not rest on the one before it.</summary>
    private string Break(long id, string previous, string lastHash)
    {
        if (Find("SELECT Id FROM audit_entries WHERE Hash = $value AND Id < $id", previous, id) is { } earlier)
        {
            return earlier + 2 == id ? $"entry {id - 1} was added afterwards" : $"entries {earlier + 1} to {id - 1} were added afterwards";
        }

        return Find("SELECT Id FROM audit_entries WHERE Previous = $value AND Id > $id", lastHash, id) is { } later
            ? $"entry {id} is not in its place: what followed entry {id - 1} stands at {later}"
            : $"entry {id} does not follow entry {id - 1}: one between them was removed, or one of them was changed";
    }

    private string? Against(AuditAnchor anchor, long entries)
    {
        if (anchor.Entries > entries) return entries + 1 == anchor.Entries
            ? $"entry {anchor.Entries}, the last one then, was removed" : $"entries {entries + 1} to {anchor.Entries} were removed from the end";
        if (Text("SELECT Previous FROM audit_entries WHERE Id = 1") != anchor.Start) return "this is another record: it was begun anew";
        return Text($"SELECT Hash FROM audit_entries WHERE Id = {anchor.Entries.ToString(CultureInfo.InvariantCulture)}") == anchor.Hash ? null
            : $"entry {anchor.Entries}, or one before it, is not what it was then: the record was written anew";
    }

    /// <returns>Null where a column holds something else than a text.</returns>
    private static AuditRow? RowOf(SqliteDataReader reader, long id)
    {
        var values = new string?[AuditRow.Columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = reader.GetValue(i + 1);
            if (value is not (string or DBNull)) return null;
            values[i] = value as string;
        }

        return new AuditRow { Id = id, Values = values };
    }

    private long Count(string sql, string value) => Find(sql, value, 0) ?? 0;

    private long? Find(string sql, string value, long id)
    {
        using var command = Command(sql);
        command.Parameters.AddWithValue("$value", value);
        if (sql.Contains("$id", StringComparison.Ordinal)) command.Parameters.AddWithValue("$id", id);
        return command.ExecuteScalar() as long?;
    }

    private string? Text(string sql)
    {
        using var command = Command(sql);
        return command.ExecuteScalar() as string;
    }

    private SqliteCommand Command(string sql)
    {
        var command = _database.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _moment);
        return command;
    }

    public void Dispose()
    {
        _moment.Dispose();
        _database.Dispose();
    }
}
