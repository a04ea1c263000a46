namespace Investigator.Engine.Tables;

/// <summary>Quoting for SQL text: every name and literal that came from a file or a person goes through here.</summary>
public static class Sql
{
    /// <summary>A string literal.</summary>
    public static string Text(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>An identifier.</summary>
    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
