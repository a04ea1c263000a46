using Investigator.TestKit;

namespace Investigator.Engine.Tests.Architecture;

public class LineLengthTests
{
    private const int Longest = 160;

    /// <summary>Migrations are generated and stay as they are.</summary>
    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("wwwroot")]
    public void Lines_OfEveryFile_FitTheWidth(string folder)
    {
        string[] left = ["bin", "obj", "Sqlite"];
        var files = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, folder), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" or ".js"
                && !Path.GetRelativePath(SourceTree.Root, file).Split(Path.DirectorySeparatorChar).Intersect(left).Any())
            .ToList();
        var tooLong = files.SelectMany(file => File.ReadLines(file).Index().Where(line => line.Item.Length > Longest)
            .Select(line => $"{Path.GetRelativePath(SourceTree.Root, file)}:{line.Index + 1} has {line.Item.Length} characters")).ToList();

        Assert.NotEmpty(files);
        Assert.True(tooLong.Count == 0, string.Join("\n", tooLong));
    }
}
