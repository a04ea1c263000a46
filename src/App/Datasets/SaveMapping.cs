using Investigator.Access;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Datasets;

/// <summary>Keeps what a file was loaded with for the next one with the same columns. The same mapping again is the same row, with the newer name.</summary>
public sealed class SaveMapping(IDbContextFactory<InvestigatorContext> contexts, TimeProvider clock)
{
    /// <summary>Of one header; the oldest gives way.</summary>
    internal const int Most = 10;

    /// <param name="actor">Who loaded.</param>
    /// <param name="headers">Of the files as they were read, then as they were found, where that is another.</param>
    /// <param name="name">Of the dataset.</param>
    /// <param name="mapping">That it was loaded with.</param>
    /// <param name="cancel">Stops before anything is written.</param>
    public async Task HandleAsync(Actor actor, IReadOnlyList<string> headers, string name, Mapping mapping, CancellationToken cancel = default)
    {
        var (header, found, text) = (headers[0], headers[^1], JsonFile.Text(mapping));
        await using var context = await contexts.OpenAsync(actor, Permission.LoadData, cancel);
        var rows = await context.SavedMappings.Where(m => m.Header == header).OrderByDescending(m => m.SavedAt).ToListAsync(cancel);
        var row = rows.FirstOrDefault(m => m.Mapping == text);
        if (row is null) context.SavedMappings.Add(row = new SavedMappingEntity { Header = header, FoundHeader = found, Name = name, Mapping = text });
        (row.FoundHeader, row.Name, row.SavedAt) = (found, name, clock.GetUtcNow().UtcDateTime);
        context.SavedMappings.RemoveRange(rows.Where(m => m != row).Skip(Most - 1));
        await context.SaveChangesAsync(cancel);
    }
}
