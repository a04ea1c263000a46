namespace Investigator.Engine.Ingest;

/// <summary>Changes of a mapping that guesses, remedies and options have in common.</summary>
public static class MappingChanges
{
    public static SourceFormat? FormatOf(this Mapping mapping, string table) =>
        table == TableNames.Events ? mapping.Events?.Format : mapping.Transactions.Format;

    /// <param name="mapping">Is not changed.</param>
    /// <param name="table">transactions or events.</param>
    /// <param name="mend">Gets the table's format, an empty one where it has none.</param>
    public static Mapping WithFormat(this Mapping mapping, string table, Func<SourceFormat, SourceFormat> mend)
    {
        var format = mend(mapping.FormatOf(table) ?? new SourceFormat());
        if (table == TableNames.Transactions) return mapping with { Transactions = mapping.Transactions with { Format = format } };
        return mapping.Events is null ? mapping : mapping with { Events = mapping.Events with { Format = format } };
    }

    public static Mapping WithTransactions(this Mapping mapping, Func<TransactionMapping, TransactionMapping> mend) =>
        mapping with { Transactions = PersonalColumns.Carry(mapping.Transactions, mend(mapping.Transactions)) };

    /// <summary>Without attributes and entities that are these source columns.</summary>
    public static Mapping WithoutFeatures(this Mapping mapping, params IReadOnlyList<string> columns) => mapping.WithTransactions(t => t with
    {
        Attributes = [.. t.Attributes.Where(a => !columns.Contains(a))],
        Entities = t.Entities.Where(e => !columns.Contains(e.Value)).ToDictionary(),
    });

    /// <param name="format">Is not changed.</param>
    /// <param name="column">Source column.</param>
    /// <param name="mend">Gets the column's format, an empty one where it has none.</param>
    public static SourceFormat WithColumn(this SourceFormat format, string column, Func<ColumnFormat, ColumnFormat> mend)
    {
        var columns = new Dictionary<string, ColumnFormat>(format.Columns ?? new Dictionary<string, ColumnFormat>());
        columns[column] = mend(columns.GetValueOrDefault(column) ?? new ColumnFormat());
        return format with { Columns = columns };
    }
}

/// <summary>The two tables of a source, as messages, mappings and rejects call them.</summary>
public static class TableNames
{
    public const string Transactions = "transactions";
    public const string Events = "events";
}
