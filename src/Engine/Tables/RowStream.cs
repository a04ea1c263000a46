using DuckDB.NET.Data;

namespace Investigator.Engine.Tables;

/// <summary>A query's rows one by one, without holding all of them in memory.</summary>
internal static class RowStream
{
    /// <param name="connection">Runs nothing else until the stream has ended.</param>
    /// <param name="sql">The query.</param>
    /// <param name="cancel">Interrupts the query too.</param>
    /// <param name="read">Called with the reader standing on each row.</param>
    public static void Stream(this DuckDBConnection connection, string sql, CancellationToken cancel, Action<DuckDBDataReader> read)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        using var registration = cancel.Register(command.Cancel);
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read()) read(reader);
        }
        catch (DuckDBException) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancel);
        }
    }
}
