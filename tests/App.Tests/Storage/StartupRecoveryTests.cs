using Bunit;
using Investigator.Access;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Execution;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.Web.Layout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Investigator.App.Tests.Storage;

public sealed class StartupRecoveryTests : PageTest
{
    private StartupRecovery Recovery => Services.GetRequiredService<StartupRecovery>();

    [Fact]
    public async Task Run_OwnLeftovers_MoveToTheTrashAndAreSaid()
    {
        await StartAsync();
        var (dataset, finished) = await KnownAsync();
        var failed = await Shop.AddRunAsync(dataset, RunStatus.Failed);
        string[] leftovers = [Path.Combine(Data.Datasets, ".loading-1"), await WorkFolderAsync(failed), Path.Combine(Data.Path, "ingest-1"), Data.Scratch];
        foreach (var folder in leftovers) await FillAsync(OwnedFolder.Make(folder).Path);

        await StartAsync();

        // What tables spilled is removed at once.
        Assert.Equal((DatabaseFit.Fits, 3), (Recovery.Report.Fit, Recovery.Report.Moved.Count));
        Assert.All(Recovery.Report.Moved, place => Assert.StartsWith(Data.Trash, place, StringComparison.Ordinal));
        Assert.All(Recovery.Report.Moved, place => Assert.True(File.Exists(Path.Combine(place, "work.txt"))));
        Assert.All(leftovers.SkipLast(1), folder => Assert.False(Directory.Exists(folder)));
        Assert.True(OwnedFolder.IsVacant(Data.Scratch));
        Assert.True(Directory.Exists(await PlaceAsync(finished)));
        var notice = Render<RecoveryNotice>();
        Assert.Contains(".loading-1", notice.Find(".recovery-notice").TextContent, StringComparison.Ordinal);
        await notice.Find(".recovery-notice button").ClickAsync(new());
        Assert.Empty(notice.FindAll(".recovery-notice"));
    }

    /// <summary>A kill between the making of a folder and its mark.</summary>
    [Fact]
    public async Task Run_EmptyFoldersWithoutAMark_AreRemoved()
    {
        await StartAsync();
        await KnownAsync();
        var before = Directory.GetDirectories(Data.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        Directory.CreateDirectory(Path.Combine(Data.Datasets, ".loading-1"));
        var half = Directory.CreateDirectory(Path.Combine(Data.Runs, ".work-1")).FullName;
        await File.WriteAllTextAsync(Path.Combine(half, OwnedFolder.MarkerName + ".new"), "Investigator made");

        await StartAsync();

        Assert.True(Recovery.Report.IsCalm);
        Assert.Equal(before, Directory.GetDirectories(Data.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    /// <summary>A kill between the row and the mark of a finished run, and a bad sector since.</summary>
    [Fact]
    public async Task Run_FinishedRunWithADamagedManifest_StartsAndNamesIt()
    {
        await StartAsync();
        var (_, finished) = await KnownAsync();
        var place = await PlaceAsync(finished);
        OwnedFolder.Mark(place, FolderUse.Work, Data.Installation);
        await File.WriteAllTextAsync(KnownFiles.Manifest.In(place), "{");

        await StartAsync();

        Assert.Contains("manifest.json: the file is no JSON any more", Assert.Single(Recovery.Report.Damaged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FormerFolders_AreSealedAndTheirManifestIsMissedFromThenOn()
    {
        await StartAsync();
        var (_, finished) = await KnownAsync();
        var place = await PlaceAsync(finished);
        File.Delete(KnownFiles.Manifest.In(place));
        await File.WriteAllLinesAsync(
            Path.Combine(place, OwnedFolder.MarkerName), ["Investigator made this folder", $"installation: {Data.Installation}", "use: Kept"]);

        await StartAsync();

        Assert.True(KnownFiles.Manifest.ExistsIn(place));
        File.Delete(KnownFiles.Manifest.In(place));
        Assert.Equal("manifest.json: the file is missing", Assert.Single(new RunFolder(place).Damage()).Brief);
    }

    [Fact]
    public async Task Run_SomeonesFolders_StayAndAreSaid()
    {
        await StartAsync();
        await KnownAsync();
        string[] someones = [Path.Combine(Data.Runs, "mine"), Path.Combine(Data.Datasets, ".loading-mine"), Path.Combine(Data.Runs, ".work-elsewhere")];
        Directory.CreateDirectory(someones[0]);
        Directory.CreateDirectory(someones[1]);
        OwnedFolder.Make(someones[2], installation: "another");
        foreach (var folder in someones) await FillAsync(folder);
        var before = Files();

        await StartAsync();

        Assert.Equal(before, Files());
        Assert.Equal(DatabaseFit.Fits, Recovery.Report.Fit);
        Assert.Equal(someones.Order(StringComparer.Ordinal), Recovery.Report.Strange.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_InterruptedRun_IsQueuedAgainWithItsWork()
    {
        await StartAsync();
        var (dataset, _) = await KnownAsync();
        var run = await Shop.AddRunAsync(dataset, RunStatus.Running);
        var work = await WorkFolderAsync(run);
        await FillAsync(OwnedFolder.Make(work).Path);

        await StartAsync();

        await using var context = await ContextAsync();
        var row = await context.Runs.SingleAsync(r => r.Id == run);
        Assert.Equal((RunStatus.Queued, 1), (row.Status, row.Resumed));
        Assert.True(File.Exists(Path.Combine(work, "work.txt")));
        Assert.True(Recovery.Report.IsCalm);
    }

    [Theory]
    [InlineData(DatabaseFit.New)]
    [InlineData(DatabaseFit.Empty)]
    [InlineData(DatabaseFit.Older)]
    [InlineData(DatabaseFit.OtherInstallation)]
    public async Task Run_DatabaseThatDoesNotBelongToTheFiles_TouchesNothingAndSaysSo(DatabaseFit fit)
    {
        await StartAsync();
        var (dataset, finished) = await KnownAsync();
        var failed = await Shop.AddRunAsync(dataset, RunStatus.Failed);
        foreach (var status in (RunStatus[])[RunStatus.Queued, RunStatus.Running]) await Shop.AddRunAsync(dataset, status);
        string[] leftovers = [Path.Combine(Data.Datasets, ".loading-1"), await WorkFolderAsync(failed), Data.Scratch];
        foreach (var folder in leftovers) await FillAsync(OwnedFolder.Make(folder).Path);
        var old = OwnedFolder.Make(Path.Combine(Data.Path, "ingest-0"));
        await FillAsync(old.MoveToTrash(Path.Combine(Data.Trash, "1970-01-01"), DateTimeOffset.UnixEpoch));
        await using (var context = await ContextAsync())
        {
            await context.Database.ExecuteSqlRawAsync(fit switch
            {
                DatabaseFit.New => "DELETE FROM runs; DELETE FROM datasets; DROP TABLE installation",
                DatabaseFit.Empty => "DELETE FROM runs; DELETE FROM datasets",
                DatabaseFit.Older => $"DELETE FROM runs WHERE Id = {finished}",
                _ => "UPDATE installation SET id = 'another'",
            });
        }

        var (before, rows) = (Files(), await StatesAsync());
        for (var start = 0; start < 2; start++)
        {
            await StartAsync();
            Assert.Equal(before, Files());
            Assert.Equal(rows, await StatesAsync());
            Assert.Equal(fit, Recovery.Report.Fit);
        }

        Assert.Contains(Path.Combine(Data.Datasets, ".loading-1"), Recovery.Report.Kept);
        Assert.Contains(Recovery.Report.Problem!, Render<RecoveryNotice>().Find(".recovery-notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_DatabaseOfAnotherInstallation_LeavesItsRunsAndTakesNewOnes()
    {
        await StartAsync();
        var (dataset, _) = await KnownAsync();
        int[] before = [await Shop.AddRunAsync(dataset, RunStatus.Queued), await Shop.AddRunAsync(dataset, RunStatus.Running)];
        await using (var context = await ContextAsync()) await context.Database.ExecuteSqlRawAsync("UPDATE installation SET id = 'another'");
        Directory.Delete(Assert.Single(Directory.GetDirectories(Data.Datasets)), recursive: true); // so that a run that is taken fails at once
        await StartAsync();
        var rows = await StatesAsync();

        var worker = Services.GetServices<IHostedService>().OfType<RunWorker>().Single();
        await worker.StartAsync(Xunit.TestContext.Current.CancellationToken);
        var later = await Shop.AddRunAsync(dataset, RunStatus.Queued);
        await Services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, dataset, new RunOptions(), Xunit.TestContext.Current.CancellationToken);
        for (var i = 0; i < 300 && (await StatesAsync())[later].Status != RunStatus.Failed; i++)
        {
            await Task.Delay(100, Xunit.TestContext.Current.CancellationToken);
        }

        await worker.StopAsync(Xunit.TestContext.Current.CancellationToken);

        var after = await StatesAsync();
        Assert.Equal(RunStatus.Failed, after[later].Status);
        Assert.Equal(rows, after.Where(r => rows.ContainsKey(r.Key)));
        Assert.Equal(before, Recovery.Report.Waiting);
        Assert.Contains($"left as they are: #{before[0]}, #{before[1]}.", Render<RecoveryNotice>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KilledBeforeTheRetention_AppliesItAndKeepsTheRun()
    {
        await StartAsync();
        var place = await PlaceAsync((await KnownAsync()).Run);
        OwnedFolder.Mark(place, FolderUse.Work, Data.Installation);
        await File.WriteAllTextAsync(KnownFiles.Embedding.In(place), "half a gigabyte");
        await FillAsync(OwnedFolder.Make(Path.Combine(place, "scratch")).Path);

        await StartAsync();

        Assert.Empty(Directory.GetDirectories(place));
        Assert.False(KnownFiles.Embedding.ExistsIn(place));
        Assert.True(KnownFiles.Record.ExistsIn(place));
        Assert.Equal(FolderUse.Kept, Data.FindOwned(place)!.Use);
    }

    [Fact]
    public async Task Run_KilledImport_MovesWhatItLeftToTheTrash()
    {
        await StartAsync();
        var (_, run) = await KnownAsync();
        var copied = OwnedFolder.Make(Data.RunFolder(ImportFolders.WorkPrefix + "1")).Path;
        await FillAsync(copied);
        var moved = OwnedFolder.Make(Data.RunFolder(ImportFolders.NameOf(new RunFolder(await PlaceAsync(run))))).Path;
        File.Copy(KnownFiles.Record.In(await PlaceAsync(run)), KnownFiles.Record.In(moved));

        await StartAsync();

        Assert.Equal((DatabaseFit.Fits, 2), (Recovery.Report.Fit, Recovery.Report.Moved.Count));
        Assert.All((string[])[copied, moved], folder => Assert.False(Directory.Exists(folder)));
    }

    [Fact]
    public async Task Run_SomeonesFolderInTheTrashsPlace_LeavesTheLeftoversAndStarts()
    {
        await StartAsync();
        await KnownAsync();
        await FillAsync(Directory.CreateDirectory(Data.Trash).FullName);
        var leftover = OwnedFolder.Make(Path.Combine(Data.Datasets, ".loading-1")).Path;
        var someones = OwnedFolder.Make(Path.Combine(Data.Runs, "mine"), installation: "another").Path;
        await FillAsync(someones);
        await using var held = new FileStream(Path.Combine(someones, OwnedFolder.MarkerName), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await StartAsync();

        Assert.Equal((leftover, someones), (Assert.Single(Recovery.Report.Kept), Assert.Single(Recovery.Report.Strange)));
        Assert.True(Directory.Exists(leftover));
    }

    [Fact]
    public async Task Execute_ResultsThatTheDatabaseDoesNotKnow_FailsAndLeavesThem()
    {
        await StartAsync();
        var (dataset, finished) = await KnownAsync();
        await using (var context = await ContextAsync())
        {
            await context.Database.ExecuteSqlAsync($"UPDATE runs SET Status = 'Running' WHERE Id = {finished}");
        }

        var before = Files();
        await StartAsync();
        Assert.Equal(DatabaseFit.Older, Recovery.Report.Fit);

        Assert.Equal(RunStatus.Failed, await Services.GetRequiredService<RunExecutor>().ExecuteAsync(finished, Xunit.TestContext.Current.CancellationToken));

        Assert.Equal(before, Files());
    }

    private Task StartAsync() => Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);

    /// <summary>A dataset and a finished run, in the store and in marked folders.</summary>
    private async Task<(int Dataset, int Run)> KnownAsync()
    {
        var dataset = await Shop.AddDatasetAsync();
        var run = await Shop.AddFinishedRunAsync(dataset);
        string[] named = [.. Directory.GetDirectories(Data.Datasets), await PlaceAsync(run)];
        foreach (var folder in named) OwnedFolder.Mark(folder, FolderUse.Kept, Data.Installation);
        return (dataset, run);
    }

    private async Task<string> PlaceAsync(int run)
    {
        await using var context = await ContextAsync();
        return Data.RunFolder((await context.Runs.SingleAsync(r => r.Id == run)).Folder);
    }

    private async Task<string> WorkFolderAsync(int run) => Data.RunFolder(RunExecutor.WorkPrefix + Path.GetFileName(await PlaceAsync(run)));

    private static Task FillAsync(string folder) => File.WriteAllTextAsync(Path.Combine(folder, "work.txt"), "half done");

    private async Task<Dictionary<int, (RunStatus Status, int Resumed, string? Error)>> StatesAsync()
    {
        await using var context = await ContextAsync();
        return (await context.Runs.ToListAsync()).ToDictionary(r => r.Id, r => (r.Status, r.Resumed, r.Error));
    }

    private SortedDictionary<string, string> Files() => FolderHashes.Of(Data.Path, FolderHashes.IsHeld);

    private Task<InvestigatorContext> ContextAsync() => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();
}
