namespace Investigator.Personal;

/// <summary>The columns that the policy masks in every dataset, besides those that its mapping marks, by their names.</summary>
/// <param name="read">The policy as it stands.</param>
public sealed class MaskedColumns(Func<IReadOnlyCollection<string>> read)
{
    public IReadOnlyCollection<string> Names => read();
}
