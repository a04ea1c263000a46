namespace Investigator.Engine.Ingest.Sources;

/// <summary>What DuckDB says of a file that it cannot read.</summary>
internal static class ReadFault
{
    /// <summary>Its first line, without the advice below.</summary>
    public static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.');
}
