using Investigator.Access;
using Investigator.Engine.Ingest;

namespace Investigator.Personal;

/// <summary>Which personal values the person of this scope may see. All that reads values asks it; pages never do.</summary>
public sealed class Masking(Actor actor, PersonalKey key, PseudonymBook book, MaskedColumns policy)
{
    /// <summary>Whether every value is shown as it is.</summary>
    public bool IsOpen => actor.May(Permission.SeePersonal);

    public ValueMask Of(Dataset dataset)
    {
        var personal = new Dictionary<string, string>(dataset.PersonalColumns);
        foreach (var (column, name) in dataset.StoredAs(policy.Names)) personal[column] = name;
        return new ValueMask(personal, key.For("dataset " + dataset.Fingerprint), book, IsOpen);
    }
}
