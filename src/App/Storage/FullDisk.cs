using Microsoft.Data.Sqlite;

namespace Investigator.Storage;

/// <summary>Tells a full disk from other errors, whoever met it (the runtime, DuckDB, SQLite, libtorch), so that a person reads what to do.</summary>
internal static class FullDisk
{
    // SQLITE_FULL; SQLITE_IOERR_SHMSIZE, as SQLite says it when there is no room for the index of its write-ahead log.
    private const int SqliteFull = 13;
    private const int SqliteNoSharedMemory = 4874;

    // ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL; ENOSPC and EDQUOT (122 on Linux, 69 on macOS). Each system's numbers mean other things on the next.
    private static readonly int[] Codes = OperatingSystem.IsWindows() ? [39, 112] : [28, OperatingSystem.IsMacOS() ? 69 : 122];

    // DuckDB and libtorch hand on the system's words, DuckDB has words of its own where it looks at the room left before it spills,
    // and where it has spilled as much as TableConnection lets it, and the runtime gives no code where it cannot reserve the room of a file that it is about
    // to write.
    private static readonly string[] Words =
    [
        "No space left", "not enough space on the disk", "Disk quota exceeded", "out of disk space", "failed to offload data block", "the disk was full",
    ];

    public static bool Is(Exception e) =>
        (e is IOException && Codes.Contains(e.HResult & 0xFFFF))
        || e is SqliteException { SqliteErrorCode: SqliteFull } or SqliteException { SqliteExtendedErrorCode: SqliteNoSharedMemory }
        || Array.Exists(Words, words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase))
        || (e.InnerException is { } inner && Is(inner));

    public static string Message(Exception e) =>
        $"The disk is full ({e.GetBaseException().Message.TrimEnd('.')}). Free some space and try again: nothing that was finished is lost.";
}
