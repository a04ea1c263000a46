using DuckDB.NET.Data;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Sequences;

/// <summary>Which event types keep their name.</summary>
internal static class EventVocabulary
{
    /// <summary>Entry 0: every type too rare to keep its name, and events without a type.</summary>
    public const string Other = "other";

    /// <summary>Counts types in the view <c>events</c> and leaves a table <c>vocabulary</c> (type, code). Equal counts go by name.</summary>
    /// <returns>The names by code.</returns>
    public static string[] Count(DuckDBConnection tables, int size, CancellationToken cancel)
    {
        tables.Execute($"""
            CREATE TEMP TABLE vocabulary AS
            SELECT type, CAST(row_number() OVER (ORDER BY count(*) DESC, type) AS SMALLINT) AS code
            FROM events WHERE type IS NOT NULL AND type <> {Sql.Text(Other)} GROUP BY type ORDER BY code LIMIT {size}
            """, cancel);
        return [Other, .. tables.Query("SELECT type FROM vocabulary ORDER BY code", r => r.GetString(0), cancel)];
    }
}
