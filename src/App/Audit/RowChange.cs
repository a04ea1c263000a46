using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigator.Audit;

/// <summary>A row that is about to be saved, with its values of before.</summary>
/// <param name="Entry">After the save it has the values of after, generated keys among them.</param>
/// <param name="State">What happens to the row.</param>
/// <param name="Before">Of a changed row, the values that are to change; of a removed one, all. Empty for an added one.</param>
/// <param name="PersonBefore">Whom a changed row was about; null where it was about no one.</param>
internal sealed record RowChange(EntityEntry Entry, EntityState State, IReadOnlyDictionary<IProperty, object?> Before, string? PersonBefore)
{
    /// <summary>Whom the row is about now.</summary>
    public string? Person => (Entry.Entity as IOfPerson)?.PersonId;

    public static IReadOnlyList<RowChange> AllOf(DbContext context) =>
        [.. context.ChangeTracker.Entries().Where(static e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).Select(Of)];

    private static RowChange Of(EntityEntry entry)
    {
        var properties = entry.State switch
        {
            EntityState.Added => [],
            EntityState.Modified => entry.Properties.Where(static p => p.IsModified),
            _ => entry.Properties,
        };
        var before = entry is { State: EntityState.Modified, Entity: IOfPerson } ? entry.OriginalValues.ToObject() as IOfPerson : null;
        return new RowChange(entry, entry.State, properties.ToDictionary(static p => p.Metadata, static p => p.OriginalValue), before?.PersonId);
    }
}
