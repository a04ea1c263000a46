using Investigator.Access;

namespace Investigator.Datasets;

/// <summary>Loads files into a dataset, in the background.</summary>
public sealed class ImportDataset(ImportQueue imports)
{
    /// <returns>The load's id, at once; <see cref="ImportQueue.Find"/> tells how far it is.</returns>
    /// <exception cref="NotAllowedException">The actor may not load data.</exception>
    public Guid Handle(Actor actor, ImportRequest request)
    {
        actor.Require(Permission.LoadData);
        return imports.Start(actor, request);
    }
}
