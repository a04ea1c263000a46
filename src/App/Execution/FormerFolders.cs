using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;

namespace Investigator.Execution;

/// <summary>
/// Runs and datasets of versions that wrote no manifest: they get one where that takes no time, so that damage from now on is told, and their marker says so.
/// </summary>
internal static class FormerFolders
{
    /// <summary>Read through in a quarter of a second or so; a larger folder stays as it is, and <c>verify</c> says that it cannot be verified.</summary>
    private const long MostBytes = 64L << 20;

    /// <summary>For all folders of one start.</summary>
    private const long MostBytesInAll = 512L << 20;

    public static void Seal(FolderInventory found)
    {
        var left = MostBytesInAll;
        foreach (var path in found.Datasets) Try(new DatasetFolder(path).IsSealed, path, new DatasetFolder(path).Seal);
        foreach (var path in found.Runs) Try(new RunFolder(path).IsSealed, path, () => new RunFolder(path).Seal(Retention.Explain));

        void Try(bool isSealed, string path, Action seal)
        {
            try
            {
                if (!isSealed)
                {
                    var bytes = new DirectoryInfo(path).EnumerateFiles().Sum(static f => f.Length);
                    if (bytes > Math.Min(MostBytes, left)) return;
                    left -= bytes;
                    seal();
                }

                if (OwnedFolder.Find(path) is { Use: FolderUse.Kept } kept) kept.Keep();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It stays as it is.
            }
        }
    }
}
