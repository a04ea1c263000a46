using DuckDB.NET.Data;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>The columns that features look at, in row order. Texts come as codes: the first row with the same text.</summary>
internal sealed class TransactionColumns(DuckDBConnection tables, SequenceSet sequences, int count, CancellationToken cancel)
{
    private readonly Dictionary<string, KeyGroups> _groups = new(StringComparer.Ordinal);

    public int Count => count;

    /// <summary><c>[n]</c> microseconds.</summary>
    public long[] Times { get; } = Read<long>(tables, "SELECT epoch_us(time) FROM transactions ORDER BY row", count, cancel);

    /// <summary><c>[n]</c>, NaN where there is none.</summary>
    public double[] Amounts { get; } = Read<double>(tables, "SELECT coalesce(amount, 'nan'::DOUBLE) FROM transactions ORDER BY row", count, cancel);

    /// <summary><c>[n]</c> by the real-time engine.</summary>
    public bool[] Declined { get; } = Read<bool>(tables, "SELECT coalesce(decision = 'declined', false) FROM transactions ORDER BY row", count, cancel);

    /// <summary>Reads what a feature needs beforehand, so that features can then be computed side by side.</summary>
    public void Prepare(string column)
    {
        if (_groups.ContainsKey(column)) return;
        var name = Sql.Name(column);
        _groups[column] = KeyGroups.Of(column == "page_sequence" ? PageSequences.Codes(sequences) : Read<int>(tables, $"""
            SELECT coalesce(g.first_row, -1) FROM transactions t
            LEFT JOIN (SELECT {name} AS value, CAST(min(row) AS INTEGER) AS first_row FROM transactions WHERE {name} IS NOT NULL GROUP BY value) g ON g.value = t.{name} ORDER BY t.row
            """, count, cancel));
    }

    /// <summary>Rows by a column that was prepared.</summary>
    public KeyGroups By(string column) => _groups[column];

    /// <summary>The single column of a query as an array.</summary>
    public static T[] Read<T>(DuckDBConnection tables, string query, int count, CancellationToken cancel)
    {
        var values = new T[count];
        var i = 0;
        tables.Stream(query, cancel, reader =>
        {
            values[i++] = reader.GetFieldValue<T>(0);
            if ((i & 0xFFF) == 0) cancel.ThrowIfCancellationRequested();
        });
        return values;
    }
}
