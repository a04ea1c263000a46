using Investigator.Access;
using Investigator.Engine.Ingest;
using Investigator.Settings;

namespace Investigator.Personal;

/// <summary>Which personal values the person of this scope may see. All that reads values asks it; pages never do.</summary>
public sealed class Masking(Actor actor, PersonalKey key, PseudonymBook book, CurrentSettings settings)
{
    /// <summary>Whether every value is shown as it is.</summary>
    public bool IsOpen => actor.May(Permission.SeePersonal);

    /// <summary>Of the columns that the mapping marks and those that the policy names for every dataset.</summary>
    public ValueMask Of(Dataset dataset)
    {
        var personal = new Dictionary<string, string>(dataset.PersonalColumns);
        foreach (var (column, name) in dataset.StoredAs(Policy())) personal[column] = name;
        return new ValueMask(personal, key.For("dataset " + dataset.Fingerprint), book, IsOpen);
    }

    // They are in memory but for the very first time: then the store is read, on no page's own thread.
    private HashSet<string> Policy()
    {
        var version = settings.Known ?? Task.Run(async () => await settings.GetAsync()).GetAwaiter().GetResult();
        return version.Settings.MaskedColumns.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }
}
