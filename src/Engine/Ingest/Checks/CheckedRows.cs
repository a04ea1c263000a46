using System.Globalization;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Checks;

/// <summary>The accepted rows of a check as tables, for whatever looks for something odd in them.</summary>
/// <param name="Session">Holds the tables.</param>
/// <param name="Mapping">By which they were read.</param>
/// <param name="Tables">With their counts.</param>
/// <param name="Count">Accepted transactions.</param>
/// <param name="Now">UTC.</param>
/// <param name="IsSample">Whether only a part of the source was read.</param>
internal sealed record CheckedRows(LoadSession Session, Mapping Mapping, CheckedSource Tables, long Count, DateTime Now, bool IsSample)
{
    /// <summary>Accepted transactions with the columns of the parsed view.</summary>
    public const string Transactions = "checked_transactions";

    /// <summary>All events that can be read, those without a payment among them.</summary>
    public const string Events = "checked_events";

    public TransactionMapping T => Mapping.Transactions;

    /// <summary>Keeps the rows, so that they are read and understood once however many questions follow.</summary>
    public static CheckedRows Of(LoadSession session, Mapping mapping, CheckedSource tables, bool isSample)
    {
        session.Run($"CREATE TEMP TABLE {Transactions} AS SELECT * {TransactionTable.AttributeTexts(tables.Transactions.Raw, mapping.Transactions)} "
            + $"FROM {TransactionTable.Accepted}");
        if (tables.Events is not null)
        {
            session.Run($"CREATE TEMP TABLE {Events} AS SELECT * FROM {EventTable.Parsed} WHERE account IS NOT NULL AND time IS NOT NULL AND type IS NOT NULL "
                + "ORDER BY file_no, row_no");
        }

        var count = session.Count($"SELECT count(*) FROM {Transactions}");
        return new CheckedRows(session, mapping, tables, count, session.Context.Clock.GetUtcNow().UtcDateTime, isSample);
    }

    public List<T1> Query<T1>(string sql, Func<DuckDB.NET.Data.DuckDBDataReader, T1> read) => Session.Connection.Query(sql, read, Session.Context.Cancel);

    public List<string?[]> Texts(string sql) => Query(sql, static r =>
        Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? null : Convert.ToString(r.GetValue(i), CultureInfo.InvariantCulture)).ToArray());

    /// <summary>Numbers of one row, NULL as 0.</summary>
    public double[] Numbers(string sql) => Query(sql, static r => Enumerable.Range(0, r.FieldCount)
        .Select(i => r.IsDBNull(i) ? 0 : Convert.ToDouble(r.GetValue(i), CultureInfo.InvariantCulture)).ToArray())[0];

    public static Advice Warning(string? column, string text, params IReadOnlyList<Remedy> remedies) =>
        new(AdviceLevel.Warning, TableNames.Transactions, column, text) { Remedies = remedies };

    public static Advice Note(string? column, string text, params IReadOnlyList<Remedy> remedies) =>
        new(AdviceLevel.Note, TableNames.Transactions, column, text) { Remedies = remedies };

    /// <summary>A value of the source within a sentence.</summary>
    public static string Shown(string? value) => $"‘{Core.Wording.Quoted(value ?? "", 60)}’";
}
