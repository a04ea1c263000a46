namespace Investigator.Engine.Ingest.Sources;

/// <summary>What the values of a column are whose file gives them a type that says all.</summary>
/// <remarks>Types of other precision (FLOAT, DECIMAL, nanoseconds, whole numbers beyond BIGINT) are read as texts, as their decimals would change.</remarks>
internal enum NativeType
{
    /// <summary>BIGINT.</summary>
    Whole,

    /// <summary>DOUBLE.</summary>
    Number,

    /// <summary>DATE.</summary>
    Date,

    /// <summary>TIMESTAMP in a zone that the file does not name.</summary>
    LocalTime,

    /// <summary>TIMESTAMP in UTC.</summary>
    Instant,
}

/// <summary>A column's typed value.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Sql">In the file's table, cast to the type that it is here.</param>
internal sealed record NativeValue(NativeType Type, string Sql)
{
    /// <summary>Null for a type that needs its text.</summary>
    /// <param name="sql">The column.</param>
    /// <param name="type">As DuckDB calls it.</param>
    public static NativeValue? Of(string sql, string type) => type switch
    {
        "BIGINT" => new(NativeType.Whole, sql),
        "TINYINT" or "SMALLINT" or "INTEGER" or "UTINYINT" or "USMALLINT" or "UINTEGER" => new(NativeType.Whole, sql + "::BIGINT"),
        "DOUBLE" => new(NativeType.Number, sql),
        "TIMESTAMP" => new(NativeType.LocalTime, sql),
        "DATE" => new(NativeType.Date, sql),
        "TIMESTAMP_S" or "TIMESTAMP_MS" => new(NativeType.LocalTime, sql + "::TIMESTAMP"),
        "TIMESTAMP WITH TIME ZONE" => new(NativeType.Instant, sql + "::TIMESTAMP"),
        _ => null,
    };
}
