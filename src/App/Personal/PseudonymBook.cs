using DuckDB.NET.Data;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Investigator.Personal;

/// <summary>From a pseudonym back to its value, on the server alone. What a page showed lately is known; else the dataset's values are gone through.</summary>
public sealed class PseudonymBook(DataFolder data) : IDisposable
{
    private const int Most = 100_000;

    private static readonly TimeSpan Unasked = TimeSpan.FromHours(1);
    private readonly MemoryCache _values = new(new MemoryCacheOptions { SizeLimit = Most });

    internal void Keep(string pseudonym, string value) =>
        _values.Set(pseudonym, value, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = Unasked });

    /// <summary>Null where no value of the column has it.</summary>
    /// <param name="mask">Of the dataset.</param>
    /// <param name="dataset">Whose value it is.</param>
    /// <param name="column">A stored column of the transactions.</param>
    /// <param name="pseudonym">As lists show it.</param>
    /// <param name="cancel">Stops the search.</param>
    public string? Find(ValueMask mask, Dataset dataset, string column, string pseudonym, CancellationToken cancel)
    {
        // What was kept may be of another column or dataset, where the text was taken from elsewhere.
        if (_values.TryGetValue(pseudonym, out string? kept) && mask.PseudonymOf(column, kept!) == pseudonym) return kept;
        using var db = TableConnection.OpenForPage(data.Scratch);
        var found = Search(db, mask, dataset, column, pseudonym, cancel);
        if (found is not null) Keep(pseudonym, found);
        return found;
    }

    private static string? Search(
        DuckDBConnection db, ValueMask mask, Dataset dataset, string column, string pseudonym, CancellationToken cancel)
    {
        var name = Sql.Name(column);
        using var command = db.CreateCommand();
        command.CommandText = $"SELECT DISTINCT {name}::VARCHAR FROM {dataset.TransactionsTable} WHERE {name} IS NOT NULL";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            if (reader.GetString(0) is var value && mask.PseudonymOf(column, value) == pseudonym) return value;
        }
        return null;
    }

    public void Dispose() => _values.Dispose();
}
