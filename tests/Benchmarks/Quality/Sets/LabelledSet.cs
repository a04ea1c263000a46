using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks.Quality.Sets;

/// <summary>A set as the product loads it, with some of its outcomes kept back, and the truth beside it, which no stage reads.</summary>
/// <param name="Fraud"><c>[n]</c> in the dataset's row order; null where no one knows.</param>
/// <param name="Unit"><c>[n]</c> what the ranking is measured by; null for each row by itself.</param>
internal sealed record LabelledSet(SetSource Source, Dataset Dataset, bool?[] Fraud, string?[] Unit)
{
    /// <summary>Hashes fall into so many parts.</summary>
    private const int Parts = 10_000;

    /// <param name="source">What to write.</param>
    /// <param name="withhold">Share of the keys whose outcomes are kept back; 1 maps no outcome at all.</param>
    /// <param name="folder">For the files.</param>
    /// <param name="split">Which of many divisions of the keys; 1 goes by the keys alone.</param>
    public static LabelledSet Write(SetSource source, double withhold, string folder, int split = 1)
    {
        var (orders, truth) = (Path.Combine(folder, "orders.csv"), Path.Combine(folder, "hidden.parquet"));
        using (var tables = TableConnection.Open(folder))
        {
            var salt = split == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" || '#{split}'");
            var kept = string.Create(CultureInfo.InvariantCulture, $"md5_number_lower(withhold_key::VARCHAR{salt}) % {Parts} >= {withhold * Parts}");
            tables.Execute($"CREATE TABLE source AS SELECT *, {kept} AS kept FROM ({source.Transactions})");
            var known = source.KnownAt is { } column ? $", CASE WHEN kept THEN {Sql.Name(column)} END AS {Sql.Name(column)}" : "";
            tables.Execute($"""
                COPY (SELECT * EXCLUDE (truth, withhold_key, unit, kept) REPLACE (CASE WHEN kept THEN label END AS label{known}) FROM source)
                    TO {Sql.Text(orders)} (FORMAT csv, HEADER);
                COPY (SELECT {Sql.Name(source.Mapping.Id!)}::VARCHAR AS id, truth, unit::VARCHAR AS unit FROM source) TO {Sql.Text(truth)} (FORMAT parquet);
                """);
        }

        var outcome = new OutcomeMapping { Column = "label", Fraud = ["fraud"], Legitimate = ["legitimate"], KnownAt = source.KnownAt };
        var request = new LoadRequest
        {
            Name = source.Name,
            Transactions = orders,
            Events = source.EventsPath,
            Mapping = new Mapping { Transactions = source.Mapping with { Outcome = withhold < 1 ? outcome : null }, Events = source.Events },
            IsKept = false,
        };
        var dataset = DatasetLoader.Load(request, Directory.CreateDirectory(Path.Combine(folder, "datasets")).FullName, new StageContext { Scratch = folder });
        using var db = TableConnection.Open(folder);
        var rows = db.Query(
            $"SELECT t.truth, t.unit FROM {Sql.Parquet(dataset.TransactionsPath)} d JOIN {Sql.Parquet(truth)} t USING (id) ORDER BY d.row",
            static r => (Fraud: r.IsDBNull(0) ? (bool?)null : r.GetBoolean(0), Unit: r.IsDBNull(1) ? null : r.GetString(1)));
        return new LabelledSet(source, dataset, [.. rows.Select(static r => r.Fraud)], [.. rows.Select(static r => r.Unit)]);
    }
}
