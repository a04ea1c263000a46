using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Tables;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace Investigator.Datasets;

/// <summary>A mapping that was loaded with before.</summary>
/// <param name="Id">Of the row.</param>
/// <param name="Name">Of the dataset it was last loaded as.</param>
/// <param name="SavedAt">When that was, UTC.</param>
/// <param name="CreatedBy">Who first loaded with it.</param>
/// <param name="Mapping">Fits the header it was asked for.</param>
public sealed record SavedMapping(int Id, string Name, DateTime SavedAt, string CreatedBy, Mapping Mapping);

/// <summary>Mappings that fit a file because one with the same columns was loaded with them.</summary>
public sealed class SavedMappingQueries(IDbContextFactory<InvestigatorContext> contexts)
{
    /// <summary>Newest first. One that cannot be read any more is left out.</summary>
    /// <param name="header"><see cref="SourceHeader"/> of the files.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<IReadOnlyList<SavedMapping>> ForAsync(string header, CancellationToken cancel = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var rows = await context.SavedMappings.AsNoTracking().Where(m => m.Header == header || m.FoundHeader == header)
            .OrderByDescending(m => m.SavedAt).ThenByDescending(m => m.Id).ToListAsync(cancel);
        return [.. rows.Select(Read).OfType<SavedMapping>()];
    }

    private static SavedMapping? Read(SavedMappingEntity row)
    {
        try
        {
            return new SavedMapping(row.Id, row.Name, row.SavedAt, row.CreatedBy, StoredJson.Parse<Mapping>(row.Mapping));
        }
        catch (InputException)
        {
            return null;
        }
    }
}
