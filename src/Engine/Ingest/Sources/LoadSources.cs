using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Sources;

/// <summary>The opened files of a load. Disposing lets go of them.</summary>
/// <param name="Transactions">One or more.</param>
/// <param name="Events">None where there is no events source.</param>
internal sealed record LoadSources(IReadOnlyList<SourceFile> Transactions, IReadOnlyList<SourceFile> Events) : IDisposable
{
    /// <exception cref="InputException">A source cannot be opened.</exception>
    public static LoadSources Open(LoadRequest request, StageContext context)
    {
        using var connection = TableConnection.Open(threads: 1);
        var transactions = Of(TableNames.Transactions, request.Transactions);
        try
        {
            return new LoadSources(transactions, request.Events is null ? [] : Of(TableNames.Events, request.Events));
        }
        catch
        {
            foreach (var file in transactions) file.Dispose();
            throw;
        }

        IReadOnlyList<SourceFile> Of(string table, string path) => SourceFile.Open(connection, path, new SourceOptions
        {
            Table = table,
            Format = request.Mapping.FormatOf(table),
            Held = request.Held,
            Scratch = context.Scratch,
            Cancel = context.Cancel,
        });
    }

    /// <exception cref="InputException">Something of a file's layout must be decided by a person.</exception>
    public void RequireDecided()
    {
        foreach (var files in (IReadOnlyList<SourceFile>[])[Transactions, Events])
        {
            if (files.Count > 0) Advice.RequireDecided(SourceLayout.Advice(files), files[0].Path);
        }
    }

    public void Dispose()
    {
        foreach (var file in Transactions.Concat(Events)) file.Dispose();
    }
}
