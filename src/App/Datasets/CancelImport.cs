using Investigator.Access;

namespace Investigator.Datasets;

/// <summary>Stops a load that waits or is under way; nothing of it is kept.</summary>
public sealed class CancelImport(ImportQueue imports)
{
    /// <exception cref="NotAllowedException">The actor may not load data.</exception>
    public void Handle(Actor actor, Guid id)
    {
        actor.Require(Permission.LoadData);
        imports.Cancel(id);
    }
}
