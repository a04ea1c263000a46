using DuckDB.NET.Data;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>What a Parquet file says of its columns.</summary>
/// <param name="Columns">As texts.</param>
/// <param name="HasRowNumbers">Whether one is called as DuckDB calls the number of a row.</param>
/// <param name="HasSingles">Whether there are numbers in single precision.</param>
internal sealed record ParquetShape(List<SourceColumn> Columns, bool HasRowNumbers, bool HasSingles);

/// <summary>The columns of a Parquet file: the fields of a nested one are columns called <c>outer.inner</c>, lists and maps are texts.</summary>
internal static class ParquetColumns
{
    /// <summary>From here on not every whole number is a FLOAT.</summary>
    private const int SingleWhole = 1 << 24;

    /// <param name="connection">Reads the file.</param>
    /// <param name="path">For messages.</param>
    /// <param name="readFrom">The file.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InputException">It is no whole Parquet file.</exception>
    public static ParquetShape Of(DuckDBConnection connection, string path, string readFrom, CancellationToken cancel)
    {
        try
        {
            var columns = connection.Query($"DESCRIBE SELECT * FROM read_parquet({Sql.Path(readFrom)}, hive_partitioning = false)",
                static r => (Name: r.GetString(0), Type: r.GetString(1)), cancel);
            var names = columns.Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
            var found = new List<SourceColumn>();
            foreach (var (name, type) in columns) Add(found, names, name, Sql.Name(name), type);
            return new ParquetShape(found, columns.Exists(static c => c.Name.Equals(ParquetParts.RowNumber, StringComparison.OrdinalIgnoreCase)),
                columns.Exists(static c => c.Type.Contains("FLOAT", StringComparison.Ordinal)));
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read as Parquet: " + ReadFault.FirstLine(e), path, expected: "a whole Parquet file");
        }
    }

    /// <summary>Warns of numbers that were rounded before the file was written.</summary>
    /// <param name="connection">Reads the file's own figures, not its rows.</param>
    /// <param name="path">For messages.</param>
    /// <param name="readFrom">The file.</param>
    /// <param name="table">transactions or events.</param>
    /// <param name="cancel">Ends it.</param>
    public static IReadOnlyList<Advice> Rounded(DuckDBConnection connection, string path, string readFrom, string table, CancellationToken cancel)
    {
        try
        {
            return connection.Query($"""
                SELECT path_in_schema FROM parquet_metadata({Sql.Path(readFrom)}) WHERE type = 'FLOAT' GROUP BY path_in_schema
                HAVING max(greatest(abs(try_cast(stats_min_value AS DOUBLE)), abs(try_cast(stats_max_value AS DOUBLE)))) >= {SingleWhole}
                ORDER BY min(column_id)
                """, static r => r.GetString(0).Replace(", ", ".", StringComparison.Ordinal), cancel)
                .ConvertAll(column => new Advice(AdviceLevel.Warning, table, column, $"{column} holds numbers of 16,777,216 and more in single precision, "
                    + "so that neighbouring ones have become the same; ids need the file written anew"));
        }
        catch (DuckDBException e)
        {
            throw new InputException("the file cannot be read as Parquet: " + ReadFault.FirstLine(e), path, expected: "a whole Parquet file");
        }
    }

    private static void Add(List<SourceColumn> found, HashSet<string> names, string name, string sql, string type)
    {
        if (!type.StartsWith("STRUCT(", StringComparison.Ordinal) || type[^1] != ')')
        {
            var isText = type is "VARCHAR" or "BLOB" or "JSON" || type.StartsWith("ENUM", StringComparison.Ordinal);
            found.Add(new SourceColumn(name, Text(sql, type)) { IsTyped = !isText, Native = NativeValue.Of(sql, type) });
            return;
        }

        foreach (var (inner, innerType) in Fields(type["STRUCT(".Length..^1]))
        {
            // A column of its own may bear the name that the field would get.
            var full = $"{name}.{inner}";
            if (names.Add(full)) Add(found, names, full, $"struct_extract({sql}, {Sql.Text(inner)})", innerType);
        }
    }

    /// <summary>A value's text. Whole numbers have no decimals, whatever type they were stored with: account 100.0 is account 100.</summary>
    private static string Text(string sql, string type) => type switch
    {
        "VARCHAR" => sql,
        "DOUBLE" or "FLOAT" => NumberText(sql),
        // Some programs store texts without saying that they are.
        "BLOB" => $"coalesce(TRY(decode({sql})), {sql}::VARCHAR)",
        _ => $"{sql}::VARCHAR",
    };

    /// <summary>SQL of the text of a DOUBLE or FLOAT.</summary>
    public static string NumberText(string sql) =>
        $"CASE WHEN abs({sql}) < 9.2e18 AND {sql} = trunc({sql}) THEN {sql}::BIGINT::VARCHAR ELSE {sql}::VARCHAR END";

    /// <summary>The parts of a nested type as DuckDB writes it: <c>a BIGINT, "b c" STRUCT(d VARCHAR)</c>.</summary>
    private static IEnumerable<(string Name, string Type)> Fields(string parts)
    {
        var (depth, quoted, start) = (0, false, 0);
        for (var i = 0; i <= parts.Length; i++)
        {
            var c = i == parts.Length ? ',' : parts[i];
            if (c == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (c == '(') depth++;
            else if (c == ')') depth--;
            else if (c == ',' && depth == 0)
            {
                yield return Split(parts[start..i].Trim());
                start = i + 1;
            }
        }
    }

    private static (string Name, string Type) Split(string field)
    {
        if (field[0] != '"')
        {
            var space = field.IndexOf(' ', StringComparison.Ordinal);
            return (field[..space], field[(space + 1)..]);
        }

        var end = 1;
        while (field[end] != '"' || (end + 1 < field.Length && field[end + 1] == '"')) end += field[end] == '"' ? 2 : 1;
        return (field[1..end].Replace("\"\"", "\"", StringComparison.Ordinal), field[(end + 2)..]);
    }
}
