using System.Text;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Storage.Database;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Imports;

public sealed class ImportQueueTests : PageTest
{
    private UploadedFiles Uploads => Services.GetRequiredService<UploadedFiles>();

    private ImportDataset Import => Services.GetRequiredService<ImportDataset>();

    private ImportQueue Imports => Services.GetRequiredService<ImportQueue>();

    [Fact]
    public async Task Start_GoodUpload_RegistersTheDatasetAndRemovesTheUpload()
    {
        var path = await UploadAsync("id,account,time\nt1,a1,2026-03-01 10:00:00\nt2,a2,2026-03-01 11:00:00\n");

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(path)));

        Assert.Equal((ImportStatus.Loaded, null), (ended.Status, ended.Problem));
        Assert.Equal(2, (await Services.GetRequiredService<DatasetQueries>().FindAsync(ended.DatasetId!.Value))!.TransactionCount);
        Assert.False(File.Exists(path));
        Assert.Empty(Imports.Active);
    }

    [Fact]
    public async Task Start_BadRows_SaysWhyAndKeepsTheUploadForAnotherTry()
    {
        var path = await UploadAsync("id,account,time\nt1,a1,soon\nt2,a2,later\n");

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(path)));

        Assert.Equal(ImportStatus.Failed, ended.Status);
        Assert.Contains("time", ended.Problem);
        Assert.True(File.Exists(path));
        Assert.Empty(Directory.GetDirectories(Data.Datasets));
        Assert.Empty(await Services.GetRequiredService<DatasetQueries>().ListAsync());
    }

    [Fact]
    public async Task Cancel_BeforeItsTurn_LeavesNothing()
    {
        var text = new StringBuilder("id,account,time\n");
        for (var i = 0; i < 50_000; i++) text.Append('t').Append(i).Append(",a1,2026-03-01 10:00:00\n");
        var first = Import.Handle(Actor.Local, Request(await UploadAsync(text.ToString())));
        var second = Import.Handle(Actor.Local, Request(await UploadAsync("id,account,time\nt1,a1,2026-03-01 10:00:00\n")));

        Imports.Cancel(second);
        Imports.Cancel(first);

        Assert.Equal(ImportStatus.Cancelled, (await EndAsync(second)).Status);
        Assert.Equal(ImportStatus.Cancelled, (await EndAsync(first)).Status);
        Assert.Empty(Directory.GetDirectories(Data.Datasets));
    }

    [Fact]
    public void Remove_FileOutsideTheUploads_IsLeftAlone()
    {
        var path = Path.Combine(Data.Path, "mine.csv");
        File.WriteAllText(path, "id\n");

        Uploads.Remove(path);

        Assert.True(File.Exists(path));
    }

    [Theory]
    [InlineData("../../investigator.csv")]
    [InlineData("C:\\temp\\investigator.csv")]
    public async Task Save_NameWithAPath_StaysInsideTheUploads(string name)
    {
        var path = await Uploads.SaveAsync(name, new MemoryStream([1]));

        Assert.Equal("investigator.csv", Path.GetFileName(path));
        Assert.StartsWith(Data.Uploads, Path.GetFullPath(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_EmptyFile_IsRefusedAndLeavesNothing()
    {
        var problem = await Assert.ThrowsAsync<InputException>(() => Uploads.SaveAsync("a.csv", new MemoryStream()));

        Assert.Contains("empty", problem.Message);
        Assert.Empty(Directory.GetDirectories(Data.Uploads));
    }

    private Task<string> UploadAsync(string text) => Uploads.SaveAsync("shop.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static LoadRequest Request(string path) =>
        new()
        {
            Name = "shop",
            Transactions = path,
            Mapping = new Mapping { Transactions = new TransactionMapping { Id = "id", Account = "account", Time = "time" } },
        };

    private async Task<DatasetImport> EndAsync(Guid id)
    {
        var done = new TaskCompletionSource();
        using var subscription = Imports.Subscribe(moved =>
        {
            if (moved == id && !Imports.Find(id)!.IsActive) done.TrySetResult();
        });
        if (!Imports.Find(id)!.IsActive) done.TrySetResult();
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return Imports.Find(id)!;
    }
}
