using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Storage;
using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

/// <summary><c>run</c> after a kill between the last stage and the end of the move.</summary>
/// <remarks>One payment is too little for a run, so nothing but the move can succeed.</remarks>
public class UnfinishedMoveTests
{
    [Theory]
    [InlineData("finished")]
    [InlineData("half of the dataset moved")]
    [InlineData("half of the target replaced")]
    [InlineData("all moved, the work folder left")]
    public async Task Run_KilledWhileItsResultWasMoved_MovesItWithoutRunningAgain(string state)
    {
        using var folder = new TempFolder();
        var (source, mapping, target) = (folder.File("t.csv"), folder.File("m.json"), folder.File("out"));
        await File.WriteAllTextAsync(source, "id,account,time,amount\nt1,a1,2026-03-01 10:00:00,5\n");
        await File.WriteAllTextAsync(mapping, """{ "transactions": { "id": "id", "account": "account", "time": "time", "amount": "amount" } }""");
        using (var work = DataFolder.OpenWork(target + ".partial"))
        {
            var request = new LoadRequest { Transactions = source, Mapping = MappingFile.Read(mapping), Name = "t" };
            var dataset = DatasetLoader.Load(request, work.Datasets, new StageContext { Scratch = work.Scratch });
            var finished = OwnedFolder.Make(work.RunFolder("finished-Explain"));
            JsonFile.Write(KnownFiles.Record.In(finished.Path), Record(dataset));
            var stories = finished.Path;
            if (state == "half of the dataset moved")
            {
                var moved = Directory.CreateDirectory(new RunFolder(finished.Path).Dataset.Path).FullName;
                File.Move(dataset.TransactionsPath, new DatasetFolder(moved).Transactions);
            }
            else if (state == "half of the target replaced")
            {
                finished.Keep();
                stories = OwnedFolder.Make(target, FolderUse.Kept, work.Installation).Path;
            }

            await File.WriteAllTextAsync(KnownFiles.Narratives.In(stories), "found before the kill");
            if (state == "all moved, the work folder left")
            {
                new DatasetFolder(dataset.Folder).MoveTo(new RunFolder(finished.Path).Dataset);
                ResultFiles.MoveTo(finished.Path, target, force: false, Retention.Explain);
                await File.WriteAllTextAsync(KnownFiles.Stabilities.In(target), "[]");
            }
        }

        string[] arguments = ["run", "--transactions", source, "--mapping", mapping, "--out", target];
        using var process = AppProcess.Start(state == "half of the target replaced" ? [.. arguments, "--force"] : arguments);

        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(1)) == 0, process.Output);
        Assert.Equal("found before the kill", await File.ReadAllTextAsync(KnownFiles.Narratives.In(target)));
        Assert.Equal(1, new RunFolder(target).Dataset.Open().TransactionCount);
        Assert.True(KnownFiles.Record.ExistsIn(target));
        Assert.False(Directory.Exists(target + ".partial"));
    }

    private static RunRecord Record(Dataset dataset) => new()
    {
        Dataset = dataset.Name,
        Fingerprint = dataset.Fingerprint,
        Options = new RunOptions(),
        Seed = 1,
        AsOf = dataset.To,
        Device = "cpu",
        Versions = new Dictionary<string, string>(),
        Stages = [],
        Transactions = 1,
        Events = 0,
        Rejects = 0,
        Clusters = 0,
        Findings = 0,
        RiskyFindings = 0,
        Noise = 1,
        Notes = [],
        PeakBytes = 1,
    };

    [Fact]
    public async Task Run_ThatEndsBeforeItsResultIsWhole_SaysWhatItLeavesAndWhy()
    {
        using var folder = new TempFolder();
        var (source, catalog, target) = (folder.File("t.csv"), folder.File("c.json"), folder.File("out"));
        await File.WriteAllTextAsync(source, "id,account,time,amount\nt1,a1,2026-03-01 10:00:00,5\n");
        await File.WriteAllTextAsync(catalog, """
            { "features": [ { "name": "f", "kind": "mean", "entity": "nosuch", "column": "amount", "window": "7d", "phrase": "mean amount" } ] }
            """);

        using var process = AppProcess.Start("run", "--transactions", source, "--mapping", await MappingAsync(folder), "--features", catalog, "--out", target);

        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(1)) == 2, process.Output);
        Assert.Contains($"What is done so far stays in {target}.partial: the same command goes on from there", process.Output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(target + ".partial"));
    }

    [Fact]
    public async Task Run_OfFilesThatAreRefused_LeavesNothing()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("t.csv"), "id,account,time,amount\nt1,a1,2026-03-01 10:00:00,five\n");

        using var process = AppProcess.Start(
            "run", "--transactions", folder.File("t.csv"), "--mapping", await MappingAsync(folder), "--out", folder.File("out"));

        Assert.True(await process.ExitAsync(TimeSpan.FromMinutes(1)) == 2, process.Output);
        Assert.DoesNotContain("What is done so far", process.Output, StringComparison.Ordinal);
        Assert.Equal(["m.json", "t.csv"], Directory.GetFileSystemEntries(folder.Path).Select(static f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
    }

    private static async Task<string> MappingAsync(TempFolder folder)
    {
        await File.WriteAllTextAsync(folder.File("m.json"), """{ "transactions": { "id": "id", "account": "account", "time": "time", "amount": "amount" } }""");
        return folder.File("m.json");
    }
}
