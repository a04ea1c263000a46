using System.Globalization;

namespace Investigator.Engine.Tables;

/// <summary>Names and literals as DuckDB reads them: every one that came from a file, a person or a computation goes through here.</summary>
public static class Sql
{
    /// <summary>A string literal. A query ends at a NUL character, so one inside a string is spelled as a function.</summary>
    public static string Text(string value)
    {
        var quoted = "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";
        return value.Contains('\0', StringComparison.Ordinal) ? "(" + quoted.Replace("\0", "' || chr(0) || '", StringComparison.Ordinal) + ")" : quoted;
    }

    /// <summary>A list of strings.</summary>
    public static string Texts(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]::VARCHAR[]";

    /// <summary>A number, to the bit, against columns of FLOAT too.</summary>
    /// <remarks>
    /// Beside such a column DuckDB would round a decimal literal to FLOAT, and 0.1 would match another row than the double 0.1 does.
    /// Whole numbers below 2^24 are floats as they stand.
    /// </remarks>
    public static string Number(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1 << 24
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : "CAST(" + Text(value.ToString("R", CultureInfo.InvariantCulture)) + " AS DOUBLE)";

    /// <summary>A UTC time, to the microsecond.</summary>
    public static string Time(DateTime value) => "TIMESTAMP " + Text(value.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture));

    /// <summary>A UTC day.</summary>
    public static string Day(DateTime value) => "DATE " + Text(value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The path of one file for a reader of DuckDB, which takes <c>*</c>, <c>?</c> and <c>[</c> for a pattern and would read other files.</summary>
    public static string Path(string path) => Text(WithoutPatterns(path));

    /// <summary>
    /// How COPY writes a table of which pages read a few rows: a reader goes through a whole group for each of them. Of a million transactions 25 rows that lie
    /// far apart take 45 ms from groups of 8,192 and 180 from the usual 122,880; the file is 2% larger.
    /// </summary>
    public const string PagedParquet = "FORMAT parquet, ROW_GROUP_SIZE 8192";

    /// <summary>What a Parquet file holds, as a table: that file alone, and no columns that a folder's name would add.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rowNumbers">Whether there is a column <c>file_row_number</c> too, from 0.</param>
    public static string Parquet(string path, bool rowNumbers = false) =>
        $"read_parquet({Path(path)}, hive_partitioning = false{(rowNumbers ? ", file_row_number = true" : "")})";

    /// <summary>What several Parquet files of a folder hold, as one table.</summary>
    /// <param name="folder">Whose files.</param>
    /// <param name="pattern">Of their names.</param>
    public static string ParquetFiles(string folder, string pattern) =>
        $"read_parquet({Text(System.IO.Path.Combine(WithoutPatterns(folder), pattern))}, hive_partitioning = false)";

    private static string WithoutPatterns(string path) =>
        path.Replace("[", "[[]", StringComparison.Ordinal).Replace("*", "[*]", StringComparison.Ordinal).Replace("?", "[?]", StringComparison.Ordinal);

    /// <summary>An identifier.</summary>
    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
