using DuckDB.NET.Data;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Formats;

/// <summary>How a source text becomes a value: SQL macros, each NULL where the text cannot be read as that value. Nothing here throws on data.</summary>
internal static class ColumnSql
{
    public const string TimeExpected = "ISO 8601 or seconds or milliseconds since 1970";

    private static readonly IReadOnlyList<string> Macros =
    [
        // Seconds up to 1e11 (the year 5138), then milliseconds, microseconds, nanoseconds. Below 1e8 (1973) a number is more likely a date without dashes or a
        // count from some other start.
        "epoch_time(d) AS CASE WHEN d < 1e8 OR NOT isfinite(d) THEN NULL WHEN d < 1e11 THEN make_timestamp((d * 1e6)::BIGINT) "
            + "WHEN d < 1e14 THEN make_timestamp((d * 1e3)::BIGINT) WHEN d < 1e17 THEN make_timestamp(d::BIGINT) WHEN d < 1e19 "
            + "THEN make_timestamp((d / 1e3)::BIGINT) END",
        $"sane_time(t) AS {With("t", "time_", $"CASE WHEN {IsSane("time_")} THEN time_ END")}",
        "finite_number(s) AS CASE WHEN isfinite(try_cast(s AS DOUBLE)) THEN try_cast(s AS DOUBLE) END",
    ];

    /// <summary>SQL of whether a TIMESTAMP is one of the centuries that anyone's payments are of.</summary>
    public static string IsSane(string time) => $"{time} >= TIMESTAMP '1900-01-01' AND {time} < TIMESTAMP '2200-01-01'";

    /// <summary>SQL of an expression in which a value is used several times and worked out once.</summary>
    /// <param name="value">SQL.</param>
    /// <param name="name">For the value in the expression; unlike that of any column.</param>
    /// <param name="expression">SQL.</param>
    public static string With(string value, string name, string expression) => $"list_transform([{value}], lambda {name}: {expression})[1]";

    public static void Define(DuckDBConnection connection)
    {
        foreach (var macro in KeyText.Macros.Concat(Macros)) connection.Execute($"CREATE OR REPLACE MACRO {macro}");
        foreach (var macro in WrittenZones.Macros) connection.Execute(macro);
        connection.Execute(MonthNames.Macro);
    }
}
