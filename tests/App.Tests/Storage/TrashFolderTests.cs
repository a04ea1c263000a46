using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Storage;

public class TrashFolderTests
{
    [Fact]
    public void Empty_OnlyOursAndOnlyAfterTheRetention_IsRemoved()
    {
        using var temp = new TempFolder();
        using var data = DataFolder.Open(temp.File("data"));
        var clock = new HandClock();
        var trash = new TrashFolder(data, clock);
        var first = trash.Put(OwnedFolder.Make(data.RunFolder(".work-1")));
        var today = Path.GetDirectoryName(first)!;
        string[] someones = [Path.Combine(today, "mine"), Path.Combine(data.Trash, "older"), Path.Combine(data.Trash, "older", "other")];
        foreach (var folder in someones) Directory.CreateDirectory(folder);
        OwnedFolder.Mark(someones[2], FolderUse.Work, data.Installation);
        var elsewhere = OwnedFolder.Make(temp.File("elsewhere"), installation: "another").MoveToTrash(today, clock.Now);

        clock.Pass(trash.Retention);
        Assert.Equal(0, trash.Empty().Removed);

        var second = trash.Put(OwnedFolder.Make(data.RunFolder(".work-2")));
        clock.Pass(TimeSpan.FromSeconds(1));
        var (removed, stuck) = trash.Empty();
        Assert.Equal((1, 0), (removed, stuck.Count));

        Assert.False(Directory.Exists(first));
        Assert.All((string[])[.. someones, elsewhere, second], folder => Assert.True(Directory.Exists(folder), folder));
        Assert.Equal(30, trash.Retention.TotalDays);
    }

    [Fact]
    public void Empty_MarkerThatCannotBeRead_LeavesThatFolderAndRemovesTheOthers()
    {
        using var temp = new TempFolder();
        using var data = DataFolder.Open(temp.File("data"));
        var clock = new HandClock();
        var trash = new TrashFolder(data, clock);
        string[] places = [trash.Put(OwnedFolder.Make(data.RunFolder(".work-1"))), trash.Put(OwnedFolder.Make(data.RunFolder(".work-2")))];
        using var held = new FileStream(Path.Combine(places[0], OwnedFolder.MarkerName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        clock.Pass(trash.Retention + TimeSpan.FromSeconds(1));

        Assert.Equal(1, trash.Empty().Removed);

        Assert.Equal([true, false], places.Select(Directory.Exists));
    }

    [Fact]
    public void Empty_MarkerReplacedInTheMeantime_LeavesTheFolderAndSaysSo()
    {
        using var temp = new TempFolder();
        using var data = DataFolder.Open(temp.File("data"));
        var clock = new HandClock();
        var trash = new TrashFolder(data, clock);
        var place = trash.Put(OwnedFolder.Make(data.RunFolder(".work-1")));
        clock.Pass(trash.Retention + TimeSpan.FromSeconds(1));
        clock.Asked = () => OwnedFolder.Mark(place, FolderUse.Work, "another");

        var (removed, stuck) = trash.Empty();

        Assert.Equal((0, place), (removed, Assert.Single(stuck)));
        Assert.True(Directory.Exists(place));
    }
}
