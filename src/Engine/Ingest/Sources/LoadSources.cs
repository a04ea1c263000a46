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
        var transactions = Of(request.Transactions, request.Mapping.Transactions.Format);
        return new LoadSources(transactions, request.Events is null ? [] : Of(request.Events, request.Mapping.Events?.Format));

        IReadOnlyList<SourceFile> Of(string path, SourceFormat? format) => SourceFile.Open(connection, path,
            new SourceOptions { Format = format, Held = request.Held, Scratch = context.Scratch, Cancel = context.Cancel });
    }

    public void Dispose()
    {
        foreach (var file in Transactions.Concat(Events)) file.Dispose();
    }
}
