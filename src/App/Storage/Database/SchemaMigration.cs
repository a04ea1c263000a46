using Investigator.Engine.Core;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Storage.Database;

/// <summary>Brings the database to this version's schema: wholly, or not at all.</summary>
/// <remarks>
/// SQLite cannot change or drop a column's constraints in place: EF rebuilds the table and commits in the middle of the migration. So a copy is migrated,
/// and takes the database's place in one move once it is whole: whatever ends the process before that leaves the database as it was.
/// The database of before stays beside it as <c>investigator.db.before-MIGRATION</c> until the next migration.
/// </remarks>
public sealed partial class SchemaMigration(DataFolder data, DatabaseCheck check, ILogger<SchemaMigration> log)
{
    private readonly string _copy = data.Database + ".migrating";

    /// <exception cref="InputException">The database cannot be used, or a migration failed; it is as it was.</exception>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        await check.RequireAsync(cancel);
        data.BeginToWrite();
        RemoveCopy();
        await using var context = Open(data.Database);
        if (File.Exists(data.Database)) await ClearLockAsync(context, cancel);
        if ((await context.Database.GetPendingMigrationsAsync(cancel)).ToList() is not [.., var newest]) return;
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancel)).ToList();
        try
        {
            await MigrateCopyAsync(context, cancel);
            DurableFiles.FlushFile(_copy);
            if (applied.Count > 0) Keep(newest);
            File.Move(_copy, data.Database, overwrite: true);
            DurableFiles.FlushFolder(data.Path);
        }
        catch (SqliteException e) when (!FullDisk.Is(e))
        {
            RemoveCopy();
            throw new InputException(
                $"the database {data.Database} cannot be brought to this version's form ({e.Message})",
                expected: "a database as an earlier Investigator left it: nothing in it was changed");
        }
        catch
        {
            RemoveCopy();
            throw;
        }

        if (applied is [.., var last]) LogMigrated(last, newest, data.Database + Before(newest));
    }

    private async Task MigrateCopyAsync(InvestigatorContext context, CancellationToken cancel)
    {
        if (File.Exists(data.Database))
        {
            await context.Database.ExecuteSqlAsync($"VACUUM INTO {_copy}", cancel);

            // No write-ahead log may be left beside the name that the copy is to take.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = DELETE", cancel);
        }

        await using var copy = Open(_copy);
        await copy.Database.MigrateAsync(cancel);
        await copy.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = DELETE", cancel);
    }

    /// <summary>Keeps the database of before, and no earlier one.</summary>
    private void Keep(string migration)
    {
        var kept = data.Database + Before(migration);
        foreach (var earlier in Directory.GetFiles(data.Path, Path.GetFileName(data.Database) + Before("*"))) File.Delete(earlier);
        File.Copy(data.Database, kept);
        DurableFiles.FlushFile(kept);
    }

    /// <summary>What the name of the copy ends in that is kept of the database from before a migration.</summary>
    internal static string Before(string migration) => ".before-" + migration;

    /// <summary>EF waits for whoever holds its lock. This process alone has the data folder, so a lock that is there was left by one that was killed.</summary>
    private async Task ClearLockAsync(InvestigatorContext context, CancellationToken cancel)
    {
        var tables = context.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'");
        if (!await tables.AnyAsync(cancel)) return;
        if (await context.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancel) > 0) LogLockCleared();
    }

    private void RemoveCopy()
    {
        foreach (var end in (string[])["", "-wal", "-shm", "-journal"]) File.Delete(_copy + end);
    }

    // Unpooled: a file that is moved away must not stay open.
    private static InvestigatorContext Open(string path) => new(new DbContextOptionsBuilder<InvestigatorContext>()
        .UseSqlite(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString()).Options);

    [LoggerMessage(Level = LogLevel.Information, Message = "The database was brought from {Last} to {Newest}; as it was before, it is kept in {Kept}")]
    private partial void LogMigrated(string last, string newest, string kept);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cleared the database's migration lock, which a process that ended early had left")]
    private partial void LogLockCleared();
}
