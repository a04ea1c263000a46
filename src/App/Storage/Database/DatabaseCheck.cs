using Investigator.Engine.Core;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Storage.Database;

/// <summary>Looks at the database's files before anything is done with them.</summary>
public sealed partial class DatabaseCheck(DataFolder data, ILogger<DatabaseCheck> log)
{
    private static ReadOnlySpan<byte> Head => "SQLite format 3\0"u8;

    /// <exception cref="InputException">The database is damaged, is none, cannot be opened, or is of a later version.</exception>
    public async Task RequireAsync(CancellationToken cancel = default)
    {
        if (Directory.Exists(data.Database)) throw DatabaseFault.Refuse(data.Database, "is a folder");
        if (!File.Exists(data.Database)) return;
        try
        {
            RequireHead();
            var isAfterAKill = RequireLog();
            if (isAfterAKill || new FileInfo(data.Database).Length <= LastStop.MostBytesAlways) await RequireSoundAsync(cancel);
            await RequireKnownMigrationsAsync(cancel);
        }
        catch (SqliteException e) when (!FullDisk.Is(e))
        {
            throw DatabaseFault.Explain(data.Database, e);
        }
        catch (UnauthorizedAccessException)
        {
            throw DatabaseFault.Refuse(data.Database, "may not be read by this user", "the right to read and write it");
        }
    }

    // An empty file is a database in which nothing has been written yet.
    private void RequireHead()
    {
        using var file = new FileStream(data.Database, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> head = stackalloc byte[16];
        if (file.Length > 0 && (file.ReadAtLeast(head, 16, throwOnEndOfStream: false) < 16 || !head.SequenceEqual(Head)))
        {
            throw DatabaseFault.Refuse(data.Database, "is not a database, or its beginning is damaged");
        }
    }

    /// <returns>Whether the last process ended before it could put what it had written into the database itself.</returns>
    private bool RequireLog()
    {
        var path = data.Database + "-wal";
        var state = WriteAheadLog.Read(path);
        if (state == LogState.CutShort) LogCutShort(path);
        if (state == LogState.Damaged)
        {
            throw DatabaseFault.Refuse(
                path, "(its log of the last writes) is damaged, and writes that were acknowledged can no longer be read from it",
                $"backups of {data.Database} and of this file in their places; or move this file away to go on without those writes");
        }

        return new FileInfo(path) is { Exists: true, Length: > 0 };
    }

    private async Task RequireSoundAsync(CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (await command.ExecuteScalarAsync(cancel) is string found && found != "ok")
        {
            throw DatabaseFault.Refuse(data.Database, $"is damaged ({found.ReplaceLineEndings(" ").Trim('*', ' ')})");
        }
    }

    private async Task RequireKnownMigrationsAsync(CancellationToken cancel)
    {
        await using var context = new InvestigatorContext(
            new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite(DatabaseVerification.SourceOf(data.Database)).Options);
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancel)).Except(context.Database.GetMigrations()).ToList();
        if (unknown.Count == 0) return;
        var before = data.Database + SchemaMigration.Before(unknown[0]);
        throw DatabaseFault.Refuse(
            data.Database, $"was brought to the form of a later version of Investigator, which this one does not know ({string.Join(", ", unknown)})",
            "that version or a later one"
                + (File.Exists(before) ? $"; or, to go back to this version and lose what was done since, {before} in the database's place" : ""));
    }

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(DatabaseVerification.SourceOf(data.Database));
        await connection.OpenAsync(cancel);
        return connection;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} ends in a write that is not whole, as a power cut leaves it; it is left out")]
    private partial void LogCutShort(string path);
}
