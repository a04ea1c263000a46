using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Formats;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest;

/// <summary>
/// One load at work: its DuckDB session, the folder it fills and the faults found so far. Disposing removes what it spilled; the folder is the loader's.
/// </summary>
internal sealed class LoadSession : IDisposable
{
    /// <summary>Besides the 2 GB that DuckDB may use, a load needs very little.</summary>
    private const double MemoryGigabytes = 2;

    /// <summary>Kept rows of no more cells (some 500 MB) stay in memory.</summary>
    private const long CellsInMemory = 40_000_000;

    /// <summary>Below the folder it fills: rows as they were read, before they are checked.</summary>
    public const string RawName = "raw";

    private readonly SpillFolder _spill;

    /// <param name="folder">Exists; canonical files are written into it, staged ones below <c>raw</c>.</param>
    /// <param name="context">Threads, scratch, progress and cancel.</param>
    public LoadSession(string folder, StageContext context)
    {
        (Folder, Context) = (folder, context);
        _spill = new SpillFolder(context.Scratch, "ingest");
        Directory.CreateDirectory(RawFolder);
        Connection = TableConnection.Open(_spill.Path, context.Threads, MemoryGigabytes);
        Run("SET enable_progress_bar = true");
        Run("SET enable_progress_bar_print = false");
        Run("CREATE TABLE rejects (source VARCHAR, file_no INTEGER, row BIGINT, \"column\" VARCHAR, value VARCHAR, reason VARCHAR)");
        ColumnSql.Define(Connection);
    }

    public string Folder { get; }

    public string RawFolder => Path.Combine(Folder, RawName);

    public StageContext Context { get; }

    public DuckDBConnection Connection { get; }

    public void Run(string sql) => Connection.Execute(sql, Context.Cancel);

    public long Count(string sql) =>
        Connection.Query(sql, static r => Convert.ToInt64(r.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), Context.Cancel)[0];

    /// <summary>
    /// Runs a long statement and counts it into <paramref name="meter"/> as <paramref name="rows"/> rows, by DuckDB's own estimate of how far it is.
    /// </summary>
    public void Run(string sql, ProgressMeter meter, long rows)
    {
        var work = Task.Factory.StartNew(() => Run(sql), CancellationToken.None, TaskCreationOptions.None, Context.Scheduler);
        var finished = ((IAsyncResult)work).AsyncWaitHandle;
        var counted = 0L;
        while (!finished.WaitOne(200))
        {
            if (Context.Cancel.IsCancellationRequested) break; // the statement is being interrupted
            var done = (long)(Math.Clamp(Connection.GetQueryProgress().Percentage, 0, 100) / 100 * rows);
            if (done <= counted) continue;
            try
            {
                meter.Add(done - counted);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            counted = done;
        }

        work.GetAwaiter().GetResult(); // waits for an interrupted one too: its files could not be removed before
        meter.Add(Math.Max(0, rows - counted));
    }

    /// <summary>Keeps a query's rows, so that they are read and understood once however many questions follow: few in memory, many in a file.</summary>
    /// <param name="name">Of the table or view over them.</param>
    /// <param name="sql">The query; its order is kept.</param>
    /// <param name="size">Rows that it reads and columns that it gives.</param>
    /// <param name="note">For the progress.</param>
    /// <returns>The name.</returns>
    public string Keep(string name, string sql, (long Rows, int Columns) size, string note)
    {
        var meter = Context.Start(StageNames.Ingest, size.Rows, note);
        if (size.Rows * size.Columns <= CellsInMemory)
        {
            Run($"CREATE TABLE {name} AS {sql}", meter, size.Rows);
        }
        else
        {
            var path = Path.Combine(RawFolder, name + ".parquet");
            Run($"COPY ({sql}) TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION uncompressed)", meter, size.Rows);
            Run($"CREATE VIEW {name} AS SELECT * FROM {Sql.Parquet(path)}");
        }

        meter.Finish();
        return name;
    }

    public void Dispose()
    {
        Connection.Dispose();
        _spill.Dispose();
    }
}
