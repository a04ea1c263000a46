using System.Globalization;
using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Investigator.Audit;

/// <summary>What is recorded of the rows of one save.</summary>
internal static class AuditedChanges
{
    private const int KeyBytesShown = 16;

    /// <param name="changes">The rows, saved by now.</param>
    /// <param name="actor">Who saved them.</param>
    /// <param name="reason">Why, where it is known.</param>
    public static IReadOnlyList<AuditDraft> Of(IReadOnlyList<RowChange> changes, Actor actor, string? reason)
    {
        var whole = changes.Where(static c => !AuditedColumns.IsNotAudited(c.Entry.Metadata)).Select(c => Draft(c, reason)).OfType<AuditDraft>();

        // Rows that machines compute by the thousand are a number of rows, and none at all where a machine wrote them.
        var counted = actor.Kind == ActorKind.Machine ? [] : changes.Where(static c => AuditedColumns.IsNotAudited(c.Entry.Metadata))
            .GroupBy(static c => (Kind: KindOf(c.Entry.Metadata), c.State))
            .Select(g => new AuditDraft(ActionOf(g.Key.State), new AuditSubject(g.Key.Kind, ""))
            {
                Details = Wording.Counted(g.Count(), "row"),
                Reason = reason,
            });
        return [.. whole, .. counted];
    }

    private static AuditDraft? Draft(RowChange change, string? reason)
    {
        var before = change.Before.Keys.ToDictionary(static p => p, p => change.Before[p]);
        var after = change.State switch
        {
            EntityState.Added => change.Entry.Properties.ToDictionary(static p => p.Metadata, static p => p.CurrentValue),
            EntityState.Modified => before.Keys.ToDictionary(static p => p, p => change.Entry.Property(p.Name).CurrentValue),
            _ => [],
        };
        if (change.State == EntityState.Modified)
        {
            // The maker of a row stays who it was, whatever was said.
            var same = before.Keys.Where(p => p.Name == nameof(IHasCreator.CreatedBy) || Equals(p, before[p], after[p])).ToList();
            foreach (var property in same) _ = before.Remove(property) && after.Remove(property);
            if (Values(before, change.Person).Count == 0) return null;
        }

        // Of a new row and of one that is gone, what it did not hold says nothing.
        foreach (var side in (Dictionary<IProperty, object?>[])(change.State == EntityState.Modified ? [] : [before, after]))
        {
            foreach (var property in side.Keys.Where(p => side[p] is null).ToList()) side.Remove(property);
        }

        return new AuditDraft(ActionOf(change.State), new AuditSubject(KindOf(change.Entry.Metadata), KeyOf(change)))
        {
            Before = change.State == EntityState.Added ? null : Values(before, change.Person),
            After = change.State == EntityState.Deleted ? null : Values(after, change.Person),
            Reason = reason,
        };
    }

    private static List<ChangedValue> Values(Dictionary<IProperty, object?> values, string? person) =>
        [.. values.Where(static v => !v.Key.IsPrimaryKey() && !AuditedColumns.IsNotAudited(v.Key)).Select(v => Value(v.Key, v.Value, person))];

    private static ChangedValue Value(IProperty property, object? value, string? person)
    {
        if (AuditedColumns.IsSecret(property)) return new ChangedValue(property.Name, value is null ? null : AuditedColumns.NotShown, null);
        return new ChangedValue(property.Name, value, AuditedColumns.IsPersonal(property) ? person ?? throw Ownerless(property) : null);
    }

    private static InvalidOperationException Ownerless(IProperty property) =>
        new($"{property.DeclaringType.DisplayName()}.{property.Name} is a personal value of no one: its class must say whose (IOfPerson).");

    private static bool Equals(IProperty property, object? before, object? after) => property.GetValueComparer().Equals(before, after);

    private static AuditAction ActionOf(EntityState state) => state switch
    {
        EntityState.Added => AuditAction.Added,
        EntityState.Modified => AuditAction.Changed,
        _ => AuditAction.Removed,
    };

    private static string KeyOf(RowChange change) => string.Join('/', change.Entry.Metadata.FindPrimaryKey()!.Properties
        .Select(p => KeyOf(change.Entry.Property(p.Name).CurrentValue)));

    // The first bytes of an id tell it from others as well as all of them.
    private static string? KeyOf(object? value) => value is byte[] bytes
        ? Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, KeyBytesShown)))
        : Convert.ToString(value, CultureInfo.InvariantCulture);

    /// <summary>"saved mapping" for SavedMappingEntity; the framework's own tables by the last words of their class.</summary>
    internal static string KindOf(IReadOnlyTypeBase type)
    {
        var name = type.ClrType.Name.Split('`')[0];
        foreach (var (start, end) in ((string, string)[])[("Identity", ""), ("", "Entity")])
        {
            if (name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(end, StringComparison.Ordinal)) name = name[start.Length..^end.Length];
        }

        return AuditWords.Spaced(name);
    }
}
