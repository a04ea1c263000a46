using System.Text;
using Investigator.Access;
using Investigator.Datasets;
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
        var upload = await UploadAsync("id,account,time\nt1,a1,2026-03-01 10:00:00\nt2,a2,2026-03-01 11:00:00\n");

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(upload)));

        Assert.Equal((ImportStatus.Loaded, null), (ended.Status, ended.Problem));
        Assert.Equal(2, (await Services.GetRequiredService<DatasetQueries>().FindAsync(ended.DatasetId!.Value))!.TransactionCount);
        Assert.Null(Uploads.Find(upload));
        Assert.Empty(Directory.GetDirectories(Data.Uploads));
        Assert.Empty(Imports.Active);
    }

    [Fact]
    public async Task Start_BadRows_SaysWhyAndKeepsTheUploadForAnotherTry()
    {
        var upload = await UploadAsync("id,account,time\nt1,a1,soon\nt2,a2,later\n");

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(upload)));

        Assert.Equal(ImportStatus.Failed, ended.Status);
        Assert.Contains("time", ended.Problem);
        Assert.True(File.Exists(Uploads.Find(upload)));
        Assert.Empty(Directory.GetDirectories(Data.Datasets));
        Assert.Empty(await Services.GetRequiredService<DatasetQueries>().ListAsync());
    }

    [Fact]
    public async Task Start_TooManyBadRows_TellsThemByKindAndIsFoundBySourceAgain()
    {
        var rows = string.Concat(Enumerable.Range(0, 20).Select(static i => $"t{i},a1,2026-03-01 10:{i:d2}:00\n"));
        var upload = await UploadAsync("id,account,time\n" + rows + "t90,a1,soon\nt91,a1,later\nt92,,2026-03-01 12:00:00\n");

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(upload)));

        var table = Assert.Single(ended.Report!.Tables);
        Assert.Equal((23, 3), (table.Counts.Read, table.Counts.Refused));
        Assert.Equal([("time", 2), ("account", 1)], table.Rejects.Select(static k => (k.Column, k.Rows)));
        Assert.Equal(["soon", "later"], table.Rejects[0].Examples.Select(static e => e.Value));
        Assert.Equal(ended, Imports.FindLast(upload, null));
        Assert.Null(Imports.FindLast(upload, "imports/events.csv"));
    }

    [Fact]
    public async Task Start_BadRowsWithinTheShareThatIsAllowed_LoadsTheOthers()
    {
        var upload = await UploadAsync("id,account,time\nt1,a1,2026-03-01 10:00:00\nt2,a2,2026-03-01 11:00:00\nt3,a1,soon\n");

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(upload) with { MaxRejectShare = 0.5 }));

        Assert.Equal((ImportStatus.Loaded, null), (ended.Status, ended.Problem));
        var dataset = (await Services.GetRequiredService<DatasetQueries>().FindAsync(ended.DatasetId!.Value))!;
        Assert.Equal((2, 1), (dataset.TransactionCount, dataset.RejectCount));
    }

    [Fact]
    public async Task FindLast_AfterASecondTry_GivesThatOne()
    {
        var upload = await UploadAsync("id,account,time\nt1,a1,soon\n");
        await EndAsync(Import.Handle(Actor.Local, Request(upload)));

        var second = Import.Handle(Actor.Local, Request(upload));

        Assert.Equal(second, Imports.FindLast(upload, null)!.Id);
        await EndAsync(second);
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

    /// <summary>Wherever the load is: each note of its progress is a step of it.</summary>
    [Theory]
    [InlineData("reading")]
    [InlineData("checking")]
    [InlineData("writing")]
    public async Task Cancel_InTheMiddleOfALoad_LeavesNothing(string step)
    {
        var text = new StringBuilder("id,account,time\n");
        for (var i = 0; i < 100_000; i++) text.Append('t').Append(i).Append(",a").Append(i % 999).Append(",2026-03-01 10:00:00\n");
        var upload = await UploadAsync(text.ToString());
        var before = Directory.GetFileSystemEntries(Data.Scratch).Length;
        using var subscription = Imports.Subscribe(id =>
        {
            if (Imports.Find(id)!.Progress?.Note?.Contains(step, StringComparison.Ordinal) == true) Imports.Cancel(id);
        });

        var ended = await EndAsync(Import.Handle(Actor.Local, Request(upload)));

        Assert.Equal((ImportStatus.Cancelled, null, null), (ended.Status, ended.DatasetId, ended.Problem));
        Assert.Empty(Directory.GetFileSystemEntries(Data.Datasets));
        Assert.Equal(before, Directory.GetFileSystemEntries(Data.Scratch).Length);
        Assert.Empty(await Services.GetRequiredService<DatasetQueries>().ListAsync());
        Assert.True(File.Exists(Uploads.Find(upload)));
    }

    [Fact]
    public async Task Start_FileThatBecameALinkToElsewhere_IsNotLoaded()
    {
        var secret = Path.Combine(Data.Path, "secret.csv");
        await File.WriteAllTextAsync(secret, "id,account,time\nt1,a1,2026-03-01 10:00:00\n");
        File.CreateSymbolicLink(Path.Combine(Data.Imports, "shop.csv"), secret);

        var ended = await EndAsync(Import.Handle(Actor.Local, Request("imports/shop.csv")));

        Assert.Equal(ImportStatus.Failed, ended.Status);
        Assert.Contains("no such file among those that may be loaded", ended.Problem);
    }

    private Task<string> UploadAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Uploads.SaveAsync("shop.csv", new MemoryStream(bytes), bytes.Length);
    }

    private static ImportRequest Request(string path) =>
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
