using Investigator.Commands;
using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

public class OutputGuardTests
{
    [Theory]
    [InlineData("in/t.csv", "in/t.csv", "--out would write over the file")]
    [InlineData("in/t.csv", "in/link.csv", "--out would write over the file")]
    [InlineData("in/t.csv", "in", "--out would write into the folder that holds the file")]
    [InlineData("in", "in/new.csv", "--out would write among the files of the file")]
    [InlineData("in", "in", "--out would write over the file")]
    public void Refuse_OutputThatIsAnInput_NamesBoth(string input, string output, string says)
    {
        using var folder = Filled();
        var refused = Assert.Throws<InputException>(() => OutputGuard.Refuse([("the file", folder.File(input))], [("--out", folder.File(output))]));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in/t.csv", "in/new.csv")]
    [InlineData("in/t.csv", "out")]
    [InlineData("in", "in/deeper/new.csv")]
    [InlineData("in", "new.csv")]
    public void Refuse_AnotherPlace_IsLetPass(string input, string output)
    {
        using var folder = Filled();
        OutputGuard.Refuse([("the file", folder.File(input)), ("none", null)], [("--out", folder.File(output)), ("--stats", null)]);
    }

    [Fact]
    public void Refuse_TwoOutputsInOneFile_NamesBothOptions()
    {
        using var folder = Filled();
        var refused = Assert.Throws<InputException>(() => OutputGuard.Refuse([], [("--out", folder.File("a")), ("--stats", folder.File("in/../a"))]));
        Assert.Contains("--out and --stats are the same file", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out HERE/x.csv")]
    [InlineData("--out HERE/l.csv --stats HERE/x.csv")]
    [InlineData("--out HERE/l.csv --predict HERE/more.csv --predict-out HERE/more.csv")]
    public async Task Cluster_OutputOverAnInput_IsRefusedAndTheInputStays(string options)
    {
        const string Matrix = "a,b\n1,2\n2,1\n";
        using var folder = new TempFolder();
        foreach (var file in (string[])["x.csv", "more.csv"]) await File.WriteAllTextAsync(folder.File(file), Matrix);
        using var process = AppProcess.Start(["cluster", folder.File("x.csv"), .. options.Replace("HERE", folder.Path, StringComparison.Ordinal).Split(' ')]);
        Assert.Equal(2, await process.ExitAsync(TimeSpan.FromMinutes(3)));
        Assert.Contains("would write over", process.Output, StringComparison.Ordinal);
        foreach (var file in (string[])["x.csv", "more.csv"]) Assert.Equal(Matrix, await File.ReadAllTextAsync(folder.File(file)));
    }

    private static TempFolder Filled()
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("in/deeper"));
        File.WriteAllText(folder.File("in/t.csv"), "a\n1\n");
        File.CreateSymbolicLink(folder.File("in/link.csv"), "t.csv");
        return folder;
    }
}
