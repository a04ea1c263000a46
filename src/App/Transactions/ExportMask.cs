using DuckDB.NET.Data;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Personal;

namespace Investigator.Transactions;

/// <summary>The pseudonyms of all values that an export holds and must not show, as tables of its session: the key stays out of every query.</summary>
internal sealed class ExportMask
{
    private readonly Dictionary<string, string> _tables = [];

    /// <param name="db">Of the export alone.</param>
    /// <param name="dataset">Whose values they are.</param>
    /// <param name="mask">What whoever exports may see.</param>
    /// <param name="from">FROM and WHERE of the export's rows, with the transactions as <c>t</c>.</param>
    /// <param name="cancel">Stops the queries.</param>
    public ExportMask(DuckDBConnection db, Dataset dataset, ValueMask mask, string from, CancellationToken cancel)
    {
        foreach (var column in mask.Personal.Keys.Where(mask.Hides)) _tables[column] = Fill(db, mask, column, from, cancel);
        Numbers = [.. dataset.Attributes.Where(static a => a.Numeric).Select(static a => "attribute_" + a.Name).Where(_tables.ContainsKey)];
    }

    /// <summary>Columns of numbers that are shown as pseudonyms, and so as texts.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>What is read in a column's place.</summary>
    public string Read(string column)
    {
        var value = "t." + Sql.Name(column);
        return _tables.TryGetValue(column, out var table) ? $"(SELECT p.pseudonym FROM {table} p WHERE p.value = {value}::VARCHAR)" : value;
    }

    private string Fill(DuckDBConnection db, ValueMask mask, string column, string from, CancellationToken cancel)
    {
        var table = FormattableString.Invariant($"pseudonyms_{_tables.Count}");
        db.Execute($"CREATE TEMP TABLE {table} (value VARCHAR, pseudonym VARCHAR)", cancel);
        var values = db.Query($"SELECT DISTINCT t.{Sql.Name(column)}::VARCHAR {from}", static r => r.IsDBNull(0) ? null : r.GetString(0), cancel);
        using var appender = db.CreateAppender(table);
        foreach (var value in values.OfType<string>()) appender.CreateRow().AppendValue(value).AppendValue(mask.PseudonymOf(column, value)).EndRow();
        return table;
    }
}
