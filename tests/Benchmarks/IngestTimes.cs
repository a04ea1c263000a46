using System.Diagnostics;
using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks;

/// <summary>
/// Loads of a shop's files, in turn with a baseline that any loader must beat or bear: DuckDB reads both tables whole as texts, orders and writes them.
/// </summary>
internal static class IngestTimes
{
    /// <param name="shop">Folder with transactions and events as CSV, and the mapping.</param>
    /// <param name="work">Where loaded data goes; emptied of it after each load.</param>
    /// <param name="repeats">Of each; medians are shown.</param>
    public static void Print(string shop, string work, int repeats)
    {
        Directory.CreateDirectory(work);
        foreach (var kind in (string[])["csv", "parquet"])
        {
            if (kind == "parquet") ToParquet(shop, work);
            var folder = kind == "csv" ? shop : work;
            var (loads, baselines) = (new List<double>(), new List<double>());
            for (var i = 0; i < repeats; i++)
            {
                baselines.Add(Seconds(() => Baseline(folder, work, kind)));
                loads.Add(Seconds(() => Load(shop, folder, work, kind)));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kind}: load {Median(loads):0.00} s, baseline {Median(baselines):0.00} s, ratio {Median([.. loads.Zip(baselines, (a, b) => a / b)]):0.00}"));
        }
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

    private static void Baseline(string folder, string work, string kind)
    {
        using var tables = TableConnection.Open(work);
        foreach (var (table, order) in (IEnumerable<(string, string)>)[("transactions", "purchase_time, order_id"), ("events", "user_id, ts")])
        {
            var path = Path.Combine(folder, $"{table}.{kind}");
            var from = kind == "csv" ? $"read_csv({Sql.Path(path)}, all_varchar = true)" : $"read_parquet({Sql.Path(path)})";
            var target = Path.Combine(work, "baseline.parquet");
            tables.Execute($"COPY (SELECT * FROM {from} ORDER BY {order}) TO {Sql.Text(target)} (FORMAT parquet)");
            File.Delete(target);
        }
    }

    private static void ToParquet(string shop, string work)
    {
        using var tables = TableConnection.Open(work);
        foreach (var table in (string[])["transactions", "events"])
        {
            tables.Execute($"COPY (SELECT * FROM read_csv({Sql.Path(Path.Combine(shop, table + ".csv"))}, all_varchar = true)) "
                + $"TO {Sql.Text(Path.Combine(work, table + ".parquet"))} (FORMAT parquet)");
        }
    }

    private static double Seconds(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
