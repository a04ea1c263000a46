using System.Text.Json.Nodes;
using DuckDB.NET.Data;

namespace Investigator.Engine.Tables;

/// <summary>Text that a person wrote to be one SQL expression: what a query puts between brackets must not end them and begin something else.</summary>
/// <remarks>DuckDB's own parser says what the text is. A text that stands for an expression leaves all else of the query as it is around a constant.</remarks>
public static class SqlExpression
{
    // DuckDB refuses deeper nesting, but its parser has to go down first.
    private const int MaxLength = 10_000;

    private static readonly string[] Places = ["query_location", "select_list"];

    /// <returns>What is wrong with the text; null where it is one expression. Whether its names exist shows only when it runs.</returns>
    public static string? FindFault(string sql)
    {
        if (sql.Length > MaxLength) return FormattableString.Invariant($"it has {sql.Length} characters, and at most {MaxLength} are read");
        if (sql.Contains('\0', StringComparison.Ordinal)) return "it holds a NUL character";
        using var tables = TableConnection.Open(threads: 1);
        var parsed = Parse(tables, sql);
        if (parsed["error"]!.GetValue<bool>())
        {
            var message = parsed["error_message"]!.GetValue<string>();
            return message.StartsWith("Only SELECT", StringComparison.Ordinal) ? "it is more than one expression" : message.Split('\n')[0];
        }

        var (found, plain) = (parsed["statements"]!.AsArray(), Parse(tables, "1")["statements"]!.AsArray());
        var isOne = found.Count == 1 && found[0]!["node"]!["select_list"] is JsonArray { Count: 1 } && JsonNode.DeepEquals(Bare(found[0]!), Bare(plain[0]!));
        if (!isOne) return "it is more than one expression";
        var called = Parts(found[0]).Select(static part => part["function_name"]).OfType<JsonValue>().Select(static name => name.ToString());
        var unsteady = tables.Query(
            $"SELECT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT' AND list_contains({Sql.Texts(called)}, function_name) ORDER BY 1",
            static r => r.GetString(0));
        return unsteady.Count == 0 ? null : $"{unsteady[0]}() does not give the same each time, and a run must";
    }

    /// <summary>The text between brackets. Their line ends keep a comment at the text's end from reaching the closing one.</summary>
    internal static string Bracketed(string sql) => $"(\n{sql}\n)";

    private static JsonNode Parse(DuckDBConnection tables, string sql) =>
        JsonNode.Parse(tables.Scalar<string>($"SELECT json_serialize_sql({Sql.Text($"SELECT {Bracketed(sql)}")})"))!;

    /// <summary>A statement without its expressions and without the places of its parts in the text.</summary>
    private static JsonNode Bare(JsonNode statement)
    {
        var bare = statement.DeepClone();
        foreach (var part in Parts(bare).ToList())
        {
            foreach (var place in Places) part.Remove(place);
        }

        return bare;
    }

    private static IEnumerable<JsonObject> Parts(JsonNode? node) => node switch
    {
        JsonObject whole => whole.Select(static field => field.Value).SelectMany(Parts).Prepend(whole),
        JsonArray list => list.SelectMany(Parts),
        _ => [],
    };
}
