namespace Investigator.TestKit;

/// <summary>The repository around the running tests.</summary>
public static class SourceTree
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Investigator.sln"))
            ? folder.FullName
            : Find(folder.Parent ?? throw new InvalidOperationException("the tests run outside the repository"));
}
