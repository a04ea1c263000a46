using System.Data.Common;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Investigator.Audit;

/// <summary>The transaction that a context is in, for the few commands by which the audit is written: they are no rows of the context's own.</summary>
/// <remarks>A transaction of this store holds SQLite's one right to write from its beginning (<c>BEGIN IMMEDIATE</c>): the last entry that is read in it stays
/// the last until its own entries are behind it.</remarks>
internal sealed class AuditTransaction(InvestigatorContext context)
{
    private readonly DbConnection _connection = context.Database.GetDbConnection();

    private readonly DbTransaction _transaction = context.Database.CurrentTransaction?.GetDbTransaction()
        ?? throw new InvalidOperationException("The audit is written within a transaction: begin one first.");

    /// <summary>The first row of an answer, or nothing.</summary>
    public T? Read<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    private DbCommand Command(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = _connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _transaction);
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
