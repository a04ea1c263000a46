using System.Globalization;
using DuckDB.NET.Data;
using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>An in-process DuckDB connection that spills to a scratch folder, so that tables larger than memory pass through it.</summary>
public static class TableConnection
{
    // What we use is built in: nothing is looked for in folders or fetched from elsewhere because a name in a query sounds like it.
    private const string NoExtensions =
        "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET allow_community_extensions = false;";

    private const string OfEachConnection = "SET TimeZone = 'UTC'; SET enable_progress_bar = false;";
    private const int DataFoldersKept = 8;
    private static readonly Dictionary<string, DuckDBConnection> Pages = [];

    /// <summary>DuckDB spills, but does not do without this much.</summary>
    private const long LeastBytes = 64_000_000;

    /// <summary>Opens a connection of its own. Dispose it; nothing of it outlives the process but what was COPYed to files.</summary>
    /// <param name="scratch">Folder for spilled data; without one nothing is spilled, least of all into the folder that the process happens to run in.</param>
    /// <param name="threads">Worker threads of this connection.</param>
    /// <param name="memoryGigabytes">Memory DuckDB may take before it spills; less where less than twice as much is free.</param>
    public static DuckDBConnection Open(string? scratch = null, int? threads = null, double memoryGigabytes = 3)
    {
        var bytes = Math.Min((long)(memoryGigabytes * 1e9), Math.Max(LeastBytes, MemoryReading.Now().Free / 2));
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"{OfEachConnection} SET preserve_insertion_order = true; SET memory_limit = '{bytes / 1_000_000}MB'; "
                + $"SET threads = {threads ?? Environment.ProcessorCount}; {NoExtensions}")
            + $"SET temp_directory = {Sql.Text(scratch ?? "")}; SET enable_external_file_cache = false;";
        command.ExecuteNonQuery();
        if (scratch is not null) connection.LimitSpill(MostSpilled(scratch));
        return connection;
    }

    /// <summary>From now on no more than this is spilled; what would need more fails as on a full disk.</summary>
    internal static void LimitSpill(this DuckDBConnection connection, long bytes) =>
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"SET max_temp_directory_size = '{bytes} bytes'"));

    /// <summary>Half of the room that the disk has now: the other half is for what the work is to leave behind, and for everybody else.</summary>
    private static long MostSpilled(string scratch)
    {
        var there = Path.GetFullPath(scratch);
        while (!Directory.Exists(there)) there = Path.GetDirectoryName(there)!;
        return new DriveInfo(there).AvailableFreeSpace / 2;
    }

    /// <summary>From now on this connection opens no file but those that it spills, and nothing can undo that: for SQL that a person wrote.</summary>
    /// <remarks>Tables that such SQL is to see are copied in before; a view over a file would no longer open it. Give it a scratch folder of its own.</remarks>
    public static void LockDown(this DuckDBConnection connection)
    {
        connection.Execute("SET enable_external_access = false");
        connection.Execute("SET lock_configuration = true");
    }

    /// <summary>Opens a connection for what a page or an endpoint reads: on the caller's thread alone, because twenty people do so at once.</summary>
    /// <param name="scratch">Below it lies the folder for spilled data, which DuckDB makes when it needs one; the next start empties it.</param>
    /// <remarks>
    /// All of a data folder are of one instance of DuckDB and share its memory: another instance takes 30 ms to open, and a page asks several queries.
    /// Tables made here must be temporary. Settings of the instance are everybody's: a person's SQL has an instance of its own.
    /// </remarks>
    public static DuckDBConnection OpenForPage(string scratch)
    {
        lock (Pages)
        {
            try
            {
                if (Pages.TryGetValue(scratch, out var known)) return Another(known);
            }
            catch (DuckDBException)
            {
                // After a fault of its own an instance answers nobody any more; those that still read from it end by themselves.
            }

            // A process serves one data folder; whoever goes through many of them does not keep them all.
            if (Pages.Count >= DataFoldersKept) Pages.Clear();
            return Another(Pages[scratch] = Open(Path.Combine(scratch, $"tables-{Guid.NewGuid():N}"), threads: 1, memoryGigabytes: 2));
        }
    }

    /// <summary>Runs one statement; a cancel interrupts it within a moment.</summary>
    public static int Execute(this DuckDBConnection connection, string sql, CancellationToken cancel = default)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var registration = cancel.Register(command.Cancel);
        cancel.ThrowIfCancellationRequested(); // cancelled already: there was nothing to interrupt
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (DuckDBException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    /// <summary>Runs a query and hands each row to <paramref name="read"/>.</summary>
    public static List<T> Query<T>(this DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> read, CancellationToken cancel = default)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var registration = cancel.Register(command.Cancel);
        cancel.ThrowIfCancellationRequested(); // cancelled already: there was nothing to interrupt
        try
        {
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read()) rows.Add(read(reader));
            return rows;
        }
        catch (DuckDBException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }

    private static DuckDBConnection Another(DuckDBConnection one)
    {
        var another = one.Duplicate();
        try
        {
            another.Open();
            another.Execute(OfEachConnection);
            return another;
        }
        catch
        {
            another.Dispose();
            throw;
        }
    }

    /// <summary>The single value of a query.</summary>
    public static T Scalar<T>(this DuckDBConnection connection, string sql, CancellationToken cancel = default) =>
        connection.Query(sql, static r => (T)Convert.ChangeType(r.GetValue(0), typeof(T), CultureInfo.InvariantCulture), cancel)[0];
}
