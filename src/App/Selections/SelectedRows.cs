using DuckDB.NET.Data;
using Investigator.Engine.Tables;

namespace Investigator.Selections;

/// <summary>Row numbers as a table to join with.</summary>
internal static class SelectedRows
{
    /// <summary>Makes the table <c>selected (row BIGINT)</c> in <paramref name="db"/>.</summary>
    public static void Load(DuckDBConnection db, IReadOnlyList<int> rows)
    {
        db.Execute("CREATE TEMP TABLE selected (row BIGINT)");
        using var appender = db.CreateAppender("selected");
        foreach (var row in rows) appender.CreateRow().AppendValue((long)row).EndRow();
    }
}
