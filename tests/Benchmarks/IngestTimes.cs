using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks;

/// <summary>
/// Loads of a shop's files, in turn with a baseline that any loader must bear: DuckDB reads the same rows with the types that they have, puts them in the order
/// of our tables and writes them as Parquet in our compression, within the same memory.
/// </summary>
internal static class IngestTimes
{
    private const double MemoryGigabytes = 2;

    private static readonly IReadOnlyList<(string Table, string Order)> Tables = [("transactions", "purchase_time, order_id"), ("events", "user_id, ts")];

    /// <param name="shop">Folder with transactions and events as CSV or Parquet, as <c>generate</c> wrote them, and the mapping.</param>
    /// <param name="work">Where the other kind of files is made and loaded data goes; emptied of that after each load.</param>
    /// <param name="repeats">Of each; medians are shown.</param>
    /// <param name="kinds">parquet, csv or both.</param>
    public static void Print(string shop, string work, int repeats, IReadOnlyList<string> kinds)
    {
        Directory.CreateDirectory(work);
        var medians = new Dictionary<string, double>();
        foreach (var kind in kinds)
        {
            var folder = File.Exists(Path.Combine(shop, "events." + kind)) ? shop : work;
            if (folder == work) Convert(shop, work, kind);
            var (loads, baselines) = (new List<Cost>(), new List<Cost>());
            for (var i = 0; i < repeats; i++)
            {
                baselines.Add(Cost.Of(() => Baseline(folder, shop, work, kind)));
                loads.Add(Cost.Of(() => Load(shop, folder, work, kind)));
            }

            medians[kind] = Median(loads, static c => c.Cpu);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind}: load {Median(loads, static c => c.Wall):0.00} s ({medians[kind]:0.00} of CPU), "
                    + $"DuckDB alone {Median(baselines, static c => c.Wall):0.00} s ({Median(baselines, static c => c.Cpu):0.00} of CPU), "
                    + $"ratio {Ratio(static c => c.Wall):0.00} ({Ratio(static c => c.Cpu):0.00} of CPU)"));

            double Ratio(Func<Cost, double> of) => loads.Zip(baselines, (l, b) => of(l) / of(b)).Order().ElementAt(repeats / 2);
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of all {process.PeakWorkingSet64 / 1e6:0} MB")
            + (medians.Count < 2 ? "" : string.Create(CultureInfo.InvariantCulture, $"; CSV to Parquet {medians["csv"] / medians["parquet"]:0.00} (CPU)")));
    }

    private static void Load(string shop, string folder, string work, string kind)
    {
        var request = new LoadRequest
        {
            Transactions = Path.Combine(folder, "transactions." + kind),
            Events = Path.Combine(folder, "events." + kind),
            Mapping = MappingFile.Read(Path.Combine(shop, "mapping.json")),
            Name = "ingest",
            IsKept = false,
        };
        var dataset = DatasetLoader.Load(request, Path.Combine(work, "datasets"), new StageContext { Scratch = work });
        OwnedFolder.Find(dataset.Folder)!.Remove();
    }

    private static void Baseline(string folder, string shop, string work, string kind)
    {
        using var tables = TableConnection.Open(work, memoryGigabytes: MemoryGigabytes);
        foreach (var (table, order) in Tables)
        {
            var target = Path.Combine(work, "baseline.parquet");
            tables.Execute($"COPY (SELECT * FROM {Source(tables, folder, shop, work, table, kind)} ORDER BY {order}) TO {Sql.Text(target)} (FORMAT parquet)");
            File.Delete(target);
        }
    }

    /// <summary>A table's file with the types that it has as Parquet.</summary>
    private static string Source(DuckDB.NET.Data.DuckDBConnection tables, string folder, string shop, string work, string table, string kind)
    {
        var path = Path.Combine(folder, $"{table}.{kind}");
        if (kind == "parquet") return $"read_parquet({Sql.Path(path)})";
        var typed = new[] { shop, work }.Select(f => Path.Combine(f, table + ".parquet")).FirstOrDefault(File.Exists);
        var columns = typed is null ? [] : tables.Query($"DESCRIBE SELECT * FROM read_parquet({Sql.Path(typed)})",
            static r => $"{Sql.Text(r.GetString(0))}: {Sql.Text(r.GetString(1))}");
        return $"read_csv({Sql.Path(path)}, header = true{(typed is null ? "" : $", columns = {{{string.Join(", ", columns)}}}")})";
    }

    private static void Convert(string shop, string work, string kind)
    {
        using var tables = TableConnection.Open(work, memoryGigabytes: MemoryGigabytes);
        foreach (var (table, _) in Tables)
        {
            var target = Path.Combine(work, $"{table}.{kind}");
            if (File.Exists(target)) continue;
            tables.Execute($"COPY (SELECT * FROM {Source(tables, shop, shop, work, table, kind == "csv" ? "parquet" : "csv")}) TO {Sql.Text(target)} "
                + (kind == "csv" ? "(HEADER true)" : "(FORMAT parquet, COMPRESSION zstd)"));
        }
    }

    private static double Median(List<Cost> costs, Func<Cost, double> of) => costs.Select(of).Order().ElementAt(costs.Count / 2);

    /// <summary>Seconds on the clock and of all cores.</summary>
    private sealed record Cost(double Wall, double Cpu)
    {
        public static Cost Of(Action work)
        {
            using var process = Process.GetCurrentProcess();
            var (clock, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
            work();
            process.Refresh();
            return new Cost(clock.Elapsed.TotalSeconds, (process.TotalProcessorTime - before).TotalSeconds);
        }
    }
}
