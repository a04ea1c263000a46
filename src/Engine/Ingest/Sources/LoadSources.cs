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

    /// <summary>Whether not all rows of the files are in these.</summary>
    public bool IsSample { get; private init; }

    /// <summary>The same sources with rows of the large files only. Dispose both.</summary>
    /// <param name="folder">Where rows are written.</param>
    /// <param name="budget">Rows of each table, and what they may cost.</param>
    /// <param name="cancel">Ends it.</param>
    public LoadSources TakeSample(string folder, PreviewBudget budget, CancellationToken cancel)
    {
        var taken = new List<SourceFile>();
        try
        {
            var (transactions, events) = (Of(Transactions), Of(Events));
            return new LoadSources(transactions, events)
            {
                IsSample = taken.Exists(static f => f.IsSample) || transactions.Count + events.Count < Transactions.Count + Events.Count,
            };
        }
        catch
        {
            foreach (var file in taken.Where(static f => f.IsSample)) file.Dispose();
            throw;
        }

        IReadOnlyList<SourceFile> Of(IReadOnlyList<SourceFile> files)
        {
            var some = SourceSample.Some(files);
            var share = budget with { Rows = Math.Max(1, budget.Rows / Math.Max(1, some.Count)) };
            foreach (var file in some) taken.Add(file.TakeSample(folder, share, cancel));
            return taken.TakeLast(some.Count).ToList();
        }
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
