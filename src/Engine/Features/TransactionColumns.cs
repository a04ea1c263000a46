using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>
/// The columns that features look at, in row order: the run's facts, and the dataset's further columns where a feature names one. Texts come as codes: the
/// first row with the same text.
/// </summary>
internal sealed class TransactionColumns(DuckDBConnection tables, TransactionFacts facts, CancellationToken cancel)
{
    private readonly Dictionary<string, KeyGroups> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Column, string Value), int> _codes = [];

    /// <summary><c>[n]</c> microseconds.</summary>
    public long[] Times { get; } = facts.Times;

    /// <summary><c>[n]</c> by the real-time engine.</summary>
    public bool[] Declined { get; } = Array.ConvertAll(facts.Decisions, static d => d == Decision.Declined);

    /// <summary><c>[n]</c> as the run knows them.</summary>
    public Outcome[] Outcomes { get; } = facts.Outcomes;

    /// <summary><c>[n]</c> microseconds; of no meaning where the outcome is not known.</summary>
    public long[] OutcomesKnownAt { get; } = facts.OutcomesKnownAt;

    /// <summary>Reads what a feature needs beforehand, so that features can then be computed side by side.</summary>
    public void Prepare(string column)
    {
        if (!_groups.ContainsKey(column)) _groups[column] = KeyGroups.Of(facts.Codes(column) ?? ReadCodes(column));
    }

    /// <summary>The same for a column of numbers.</summary>
    public void PrepareNumbers(string column)
    {
        if (!_numbers.ContainsKey(column))
        {
            _numbers[column] = column == "amount" ? facts.Amounts
                : Read<double>(tables, $"SELECT coalesce({Sql.Name(column)}, 'nan'::DOUBLE) FROM transactions ORDER BY row", facts.Count, cancel);
        }
    }

    /// <summary>The same for one value of a column.</summary>
    public void PrepareCode(string column, string value)
    {
        if (!_codes.ContainsKey((column, value))) _codes[(column, value)] = tables.Scalar<int>($"SELECT coalesce(min(row), -1) FROM transactions "
            + $"WHERE {Sql.Name(column)} = {Sql.Text(value)}");
    }

    /// <summary><c>[n]</c> a column of numbers that was prepared, NaN where there is none.</summary>
    public double[] Numbers(string column) => _numbers[column];

    /// <summary>Code of a value that was prepared; -1 where no row has it.</summary>
    public int Code(string column, string value) => _codes[(column, value)];

    /// <summary>Rows by a column that was prepared.</summary>
    public KeyGroups By(string column) => _groups[column];

    private int[] ReadCodes(string column)
    {
        var name = Sql.Name(column);
        return Read<int>(tables, $"""
            SELECT coalesce(g.first_row, -1) FROM transactions t
            LEFT JOIN (SELECT {name} AS value, CAST(min(row) AS INTEGER) AS first_row FROM transactions
                WHERE {name} IS NOT NULL GROUP BY value) g ON g.value = t.{name} ORDER BY t.row
            """, facts.Count, cancel);
    }

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
