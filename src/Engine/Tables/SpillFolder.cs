using Investigator.Engine.Core;

namespace Investigator.Engine.Tables;

/// <summary>A folder in which one session spills what memory does not hold; it goes with the session.</summary>
internal sealed class SpillFolder : IDisposable
{
    private readonly OwnedFolder _folder;

    /// <param name="scratch">Where it is made.</param>
    /// <param name="purpose">Begins its name, for whoever finds it after a crash.</param>
    public SpillFolder(string scratch, string purpose) =>
        _folder = OwnedFolder.Make(System.IO.Path.Combine(scratch, $"{purpose}-{Guid.NewGuid():N}"));

    public string Path => _folder.Path;

    public void Dispose()
    {
        if (Directory.Exists(Path)) _folder.Remove();
    }
}
