using Investigator.Engine.Core;
using Investigator.Storage;
using Investigator.TestKit;
using Microsoft.Data.Sqlite;

namespace Investigator.App.Tests.Storage;

public class DataFolderTests
{
    [Fact]
    public void Open_NewFolder_MarksItOnce()
    {
        using var temp = new TempFolder();
        string id;
        using (var first = DataFolder.Open(temp.File("data"))) id = first.Installation;

        using var again = DataFolder.Open(temp.File("data"));

        Assert.Equal(id, again.Installation);
        Assert.Equal((id, FolderUse.Data), (OwnedFolder.Find(again.Path)!.Installation, OwnedFolder.Find(again.Path)!.Use));
    }

    [Theory]
    [InlineData("runs/mine/thesis.txt")]
    [InlineData("datasets/mine.csv")]
    [InlineData("investigator.db")]
    [InlineData("demo/mine.txt")]
    [InlineData("lock")]
    public void Open_SomeonesFolder_IsRefusedInWordsAndUntouched(string file)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(temp.File(file))!);
        File.WriteAllText(temp.File(file), "years of work");
        var before = FolderHashes.Of(temp.Path);

        foreach (var open in (Func<string, DataFolder>[])[DataFolder.Open, DataFolder.OpenWork])
        {
            var refused = Assert.Throws<InputException>(() => open(temp.Path));
            Assert.Contains("Investigator did not make it", refused.Message, StringComparison.Ordinal);
            Assert.Contains(file.Split('/')[0], refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, FolderHashes.Of(temp.Path));
    }

    [Fact]
    public void Open_FolderWithNothingButADemo_IsLikeANewOne()
    {
        using var temp = new TempFolder();
        using (DataFolder.Open(temp.File("demo")))
        {
        }

        using var data = DataFolder.Open(temp.Path);

        Assert.NotEqual(OwnedFolder.Find(temp.File("demo"))!.Installation, data.Installation);
    }

    [Fact]
    public void Open_FolderOfAnotherUse_IsRefused()
    {
        using var temp = new TempFolder();
        using (DataFolder.Open(temp.File("data")))
        using (DataFolder.OpenWork(temp.File("out.partial")))
        {
        }

        Assert.Contains("interrupted", Assert.Throws<InputException>(() => DataFolder.Open(temp.File("out.partial"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a data folder", Assert.Throws<InputException>(() => DataFolder.OpenWork(temp.File("data"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_FolderOfTheVersionBefore_IsMarkedWithAllThatItsDatabaseNames(bool killed)
    {
        using var temp = new TempFolder();
        await EarlierFolder.MakeAsync(temp, killed);
        var before = FolderHashes.Of(temp.Path, FolderHashes.IsHeld);

        using var data = DataFolder.Open(temp.Path);

        var uses = new Dictionary<string, FolderUse?>
        {
            [$"datasets/{EarlierFolder.Dataset}"] = FolderUse.Kept,
            [$"datasets/{EarlierFolder.Loading}"] = FolderUse.Work,
            [$"runs/{EarlierFolder.Run}"] = FolderUse.Kept,
            [$"runs/.work-{EarlierFolder.Interrupted}"] = FolderUse.Work,
            ["uploads/demo-2500-1"] = null,
        };
        foreach (var (folder, use) in uses) Assert.Equal(use, data.FindOwned(temp.File(folder))?.Use);
        var after = FolderHashes.Of(temp.Path, FolderHashes.IsHeld);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
    }

    [Theory]
    [InlineData("runs/mine/thesis.txt", "runs/mine")]
    [InlineData("datasets/mine.csv", "datasets/mine.csv")]
    [InlineData("photos/beach.jpg", "photos")]
    public async Task Open_FolderOfTheVersionBeforeWithSomeonesFiles_NamesThemAndTouchesNothing(string file, string named)
    {
        using var temp = new TempFolder();
        await EarlierFolder.MakeAsync(temp);
        Directory.CreateDirectory(Path.GetDirectoryName(temp.File(file))!);
        await File.WriteAllTextAsync(temp.File(file), "years of work");
        var before = FolderHashes.Of(temp.Path);

        var refused = Assert.Throws<InputException>(() => DataFolder.Open(temp.Path));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, FolderHashes.Of(temp.Path));
    }

    [Fact]
    public async Task Open_FolderOfTheVersionBeforeWithADamagedDatabase_IsRefusedInWordsAndUntouched()
    {
        using var temp = new TempFolder();
        await EarlierFolder.MakeAsync(temp);
        await using (var database = new SqliteConnection($"Data Source={temp.File("investigator.db")};Pooling=False"))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = database.CreateCommand();
            command.CommandText = "PRAGMA foreign_keys = OFF; DROP TABLE runs";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var before = FolderHashes.Of(temp.Path);

        Assert.Contains("cannot be read", Assert.Throws<InputException>(() => DataFolder.Open(temp.Path)).Message, StringComparison.Ordinal);

        Assert.Equal(before, FolderHashes.Of(temp.Path));
    }

    [Fact]
    public void RemoveWork_SomeonesFilesInIt_StayAndAreNamed()
    {
        using var temp = new TempFolder();
        var path = temp.File("out.partial");
        using (var work = DataFolder.OpenWork(path))
        {
            OwnedFolder.Make(work.RunFolder("work"));
            OwnedFolder.Make(work.DatasetFolder("one"));
            Directory.CreateDirectory(work.DatasetFolder("mine"));
            File.WriteAllText(Path.Combine(work.DatasetFolder("mine"), "thesis.txt"), "years of work");
        }

        Assert.Equal([Path.Combine(path, "datasets")], DataFolder.RemoveWork(path));
        Assert.Equal(["thesis.txt"], Directory.EnumerateFiles(Path.Combine(path, "datasets"), "*", SearchOption.AllDirectories).Select(Path.GetFileName));

        Directory.Delete(Path.Combine(path, "datasets"), recursive: true);
        Assert.Empty(DataFolder.RemoveWork(path));
        Assert.False(Directory.Exists(path));
    }
}
