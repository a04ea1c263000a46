using Investigator.Storage.Database;

namespace Investigator.Datasets;

/// <summary>Loads files into a dataset, in the background.</summary>
public sealed class ImportDataset(ImportQueue imports)
{
    /// <returns>The load's id, at once; <see cref="ImportQueue.Find"/> tells how far it is.</returns>
    public Guid Handle(Actor actor, ImportRequest request) => imports.Start(actor, request);
}
