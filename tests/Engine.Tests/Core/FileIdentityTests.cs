using System.Diagnostics;
using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Core;

public class FileIdentityTests
{
    [Fact]
    public void AreSame_OneFileByOtherPathsAndLinks_IsTold()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("sub"));
        var file = folder.File("a.csv");
        File.WriteAllText(file, "x");
        File.WriteAllText(folder.File("b.csv"), "x");
        File.CreateSymbolicLink(folder.File("link.csv"), "a.csv");
        File.CreateSymbolicLink(folder.File("chain.csv"), "link.csv");
        Directory.CreateSymbolicLink(folder.File("here"), folder.Path);
        using (var hard = Process.Start("ln", [file, folder.File("hard.csv")])) hard.WaitForExit();

        foreach (var same in (string[])["a.csv", "sub/../a.csv", "link.csv", "chain.csv", "here/a.csv", "here/here/link.csv", "hard.csv"])
        {
            Assert.True(FileIdentity.AreSame(folder.File(same), file), same);
        }

        foreach (var other in (string[])["b.csv", "sub/a.csv", "A.csv", "new.csv"]) Assert.False(FileIdentity.AreSame(folder.File(other), file), other);
        Assert.True(FileIdentity.AreSame(folder.File("new.csv"), folder.File("here/new.csv")));
    }

    [Fact]
    public void AreSame_LinksThatGoRound_EndAndAreNoFile()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");
        Assert.False(FileIdentity.AreSame(folder.File("a"), folder.File("c")));
    }

    [Fact]
    public void IsWithin_FolderReachedThroughALink_HoldsTheFile()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("data/deep"));
        Directory.CreateSymbolicLink(folder.File("link"), folder.File("data/deep"));
        Assert.True(FileIdentity.IsWithin(folder.File("link/t.csv"), folder.File("data")));
        Assert.True(FileIdentity.IsWithin(folder.File("data/deep/t.csv"), folder.File("link")));
        Assert.False(FileIdentity.IsWithin(folder.File("database"), folder.File("data")));
        Assert.False(FileIdentity.IsWithin(folder.File("data"), folder.File("data")));
    }
}
