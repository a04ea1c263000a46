using Investigator.Engine.Core;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Core;

public class OwnedFolderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Make_BelowAMarkedFolder_BelongsToTheSameInstallation()
    {
        using var temp = new TempFolder();
        var data = OwnedFolder.Make(temp.File("data"), FolderUse.Data, "here");

        var work = OwnedFolder.Make(Path.Combine(data.Path, "runs", ".work-1"));

        Assert.Equal(("here", FolderUse.Work), (work.Installation, OwnedFolder.Find(work.Path)!.Use));
    }

    [Fact]
    public void Make_SomeonesFolder_IsRefusedAndLeftAlone()
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp.File("thesis.txt"), "years of work");

        Assert.Throws<InputException>(() => OwnedFolder.Make(temp.Path));

        Assert.Equal(["thesis.txt"], Directory.GetFileSystemEntries(temp.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Remove_MarkerGoneOrAnother_IsRefused()
    {
        using var temp = new TempFolder();
        var owned = OwnedFolder.Make(temp.File("work"));
        File.Delete(Path.Combine(owned.Path, OwnedFolder.MarkerName));
        Assert.Throws<InvalidOperationException>(owned.Remove);

        OwnedFolder.Mark(owned.Path, FolderUse.Work, "another");
        Assert.Throws<InvalidOperationException>(owned.Clear);
        Assert.True(Directory.Exists(owned.Path));
    }

    [Fact]
    public void Remove_PeoplesData_IsRefused()
    {
        using var temp = new TempFolder();
        var data = OwnedFolder.Make(temp.File("data"), FolderUse.Data);

        Assert.Throws<InvalidOperationException>(data.Remove);
        Assert.Throws<InvalidOperationException>(() => data.MoveToTrash(temp.File("trash"), Now));
        Assert.True(Directory.Exists(data.Path));
    }

    [Fact]
    public void Clear_Work_LeavesTheMarkerAlone()
    {
        using var temp = new TempFolder();
        var work = OwnedFolder.Make(temp.File("work"));
        Directory.CreateDirectory(Path.Combine(work.Path, "scratch"));
        File.WriteAllText(Path.Combine(work.Path, "stage.json"), "{}");

        work.Clear();

        Assert.True(OwnedFolder.IsVacant(work.Path));
        Assert.Equal(work.Installation, OwnedFolder.Find(work.Path)!.Installation);
    }

    [Fact]
    public void MoveToTrash_SameNameTwice_KeepsBothWithTheirTime()
    {
        using var temp = new TempFolder();
        string[] places = [.. Enumerable.Range(0, 2).Select(_ => OwnedFolder.Make(temp.File("work")).MoveToTrash(temp.File("trash"), Now))];

        Assert.Equal([temp.File("trash/work"), temp.File("trash/work-2")], places);
        Assert.All(places, place => Assert.Equal((FolderUse.Trash, Now), (OwnedFolder.Find(place)!.Use, OwnedFolder.Find(place)!.Moved)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("installation: here")]
    [InlineData("installation: here\nuse: Nonsense")]
    public void Find_MarkerThatSaysTooLittle_IsNobodys(string text)
    {
        using var temp = new TempFolder();
        File.WriteAllText(temp.File(OwnedFolder.MarkerName), text);

        Assert.Null(OwnedFolder.Find(temp.Path));
    }

    [Fact]
    public void Find_MarkerThatMayNotBeRead_IsNobodys()
    {
        using var temp = new TempFolder();
        var owned = OwnedFolder.Make(temp.File("owned"));
        using var held = new FileStream(Path.Combine(owned.Path, OwnedFolder.MarkerName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Null(OwnedFolder.Find(owned.Path));
        Assert.Throws<InvalidOperationException>(owned.Remove);
    }
}
