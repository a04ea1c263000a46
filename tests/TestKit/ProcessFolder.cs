namespace Investigator.TestKit;

/// <summary>A folder for what the tests of one process share; gone when the process ends.</summary>
public static class ProcessFolder
{
    private static readonly TempFolder Folder = Create();

    /// <summary>A new, empty folder.</summary>
    public static string Next() => Directory.CreateDirectory(Folder.File(Guid.NewGuid().ToString("N"))).FullName;

    private static TempFolder Create()
    {
        var folder = new TempFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }
}
