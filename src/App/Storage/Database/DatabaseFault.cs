using Investigator.Engine.Core;
using Microsoft.Data.Sqlite;

namespace Investigator.Storage.Database;

/// <summary>A database file that cannot be used as it is: which file, what is wrong with it, and what a person can do.</summary>
internal static class DatabaseFault
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteInputOutput = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    /// <summary>Whether SQLite says that the file is damaged, is none of its own, or cannot be read or written. A full disk is another matter.</summary>
    public static bool Is(Exception fault) => !FullDisk.Is(fault) && Find(fault) is { } found && Problem(found) is not null;

    /// <summary>For someone who meets it while the app serves.</summary>
    public static string Words(Exception fault) => Find(fault) is { } found && Problem(found) is { } problem
        ? $"The database {problem} ({found.Message.TrimEnd('.')}). Stop Investigator and start it again: it then says which file it is and what to do."
        : throw new ArgumentException("this is no fault of the database", nameof(fault));

    /// <summary>For whoever starts a command.</summary>
    public static InputException Explain(string database, SqliteException fault) =>
        Refuse(database, $"{Problem(fault) ?? "cannot be used"} ({fault.Message.TrimEnd('.')})", IsHeld(fault) ? "that program to be closed" : null);

    /// <param name="file">The database, or a file beside it.</param>
    /// <param name="problem">What is wrong: "the database FILE …".</param>
    /// <param name="expected">What to do; by default to restore it, or to go on without it.</param>
    public static InputException Refuse(string file, string problem, string? expected = null)
    {
        var folder = Path.GetDirectoryName(file)!;
        var kept = Directory.Exists(folder) ? Directory.GetFiles(folder, DataFolder.DatabaseName + SchemaMigration.Before("*")) : [];
        var copy = kept is [var only, ..] ? $" (or {only}, as it was before the last new version)" : "";
        return new InputException(
            $"the database {file} {problem}; nothing was changed",
            expected: expected ?? $"a backup of it in its place{copy}; or move investigator.db, investigator.db-wal and investigator.db-shm away and use "
                + "the command adopt: datasets and runs then come back from their own files, selections, tags and reported outcomes do not");
    }

    private static SqliteException? Find(Exception? fault) => fault is null or SqliteException ? fault as SqliteException : Find(fault.InnerException);

    private static bool IsHeld(SqliteException fault) => fault.SqliteErrorCode is SqliteBusy or SqliteLocked;

    private static string? Problem(SqliteException fault) => fault.SqliteErrorCode switch
    {
        SqliteBusy or SqliteLocked => "is held by another program",
        SqliteReadOnly => "cannot be written",
        SqliteInputOutput => "cannot be read or written",
        SqliteCorrupt => "is damaged",
        SqliteCannotOpen => "cannot be opened",
        SqliteNotADatabase => "is not a database, or is damaged",
        _ => null,
    };
}
