using DuckDB.NET.Data;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Sequences;

/// <summary>Which event types keep their name; the others keep a number, by which they are told apart.</summary>
internal static class EventVocabulary
{
    /// <summary>Entry 0: every type too rare to keep its name, and what the source itself calls so.</summary>
    public const string Other = "other";

    /// <summary>
    /// Counts types in the view <c>events</c> and leaves a table <c>vocabulary</c> (type, code), codes from 1 by falling frequency. Equal counts go by name.
    /// The source's own <c>other</c> is in it no more than a missing type: nobody knows what it stands for.
    /// </summary>
    /// <returns>The names by code, <paramref name="size"/> of them at most besides <see cref="Other"/>.</returns>
    public static string[] Count(DuckDBConnection tables, int size, CancellationToken cancel)
    {
        tables.Execute($"""
            CREATE TEMP TABLE vocabulary AS
            SELECT type, CAST(row_number() OVER (ORDER BY count(*) DESC, type) AS INTEGER) AS code
            FROM events WHERE type IS NOT NULL AND type <> {Sql.Text(Other)} GROUP BY type
            """, cancel);
        return [Other, .. tables.Query($"SELECT type FROM vocabulary WHERE code <= {size} ORDER BY code", r => r.GetString(0), cancel)];
    }
}
