using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

public class CommandTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Help_OfEveryCommand_NamesItsOptions()
    {
        foreach (var (command, option) in ((string, string)[])[("demo", "--seed"), ("run", "--mapping"),
            ("run", "--max-rejects"), ("check", "--events-format"), ("check", "--whole"), ("run", "--features"), ("features", "--features"),
            ("cluster", "--min-samples"), ("generate", "--transactions"), ("generate", "--minute-clock"),
            ("serve", "--url"), ("serve", "--imports"), ("run", "--keep"),
            ("import-run", "--dataset")])
        {
            using var process = AppProcess.Start(command, "--help");
            Assert.Equal(0, await process.ExitAsync(Long));
            Assert.Contains(option, process.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("cluster x.npy --out y.csv --min-cluster-size many")]
    [InlineData("run --transactions t.csv")]
    [InlineData("check")]
    [InlineData("check --transactions /no/such/file.csv")]
    [InlineData("nonsense")]
    [InlineData("serve --url http://0.0.0.0:5080")]
    [InlineData("serve --url https://127.0.0.1:5080")]
    [InlineData("serve --proxy everyone")]
    [InlineData("serve --imports /no/such/folder")]
    [InlineData("demo --transactions 0")]
    [InlineData("import-run /no/such/folder")]
    [InlineData("run --keep everything")]
    public async Task BadUsage_Whichever_IsExitCodeTwo(string arguments)
    {
        using var folder = new TempFolder();
        using var process = AppProcess.Start(
            [.. arguments.Split(' '), .. arguments.StartsWith("serve", StringComparison.Ordinal) || arguments.StartsWith("demo", StringComparison.Ordinal)
            ? (string[])["--data", folder.Path] : []]);
        Assert.Equal(2, await process.ExitAsync(Long));
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_TwoBlobs_WritesLabelsAndStatistics()
    {
        using var folder = new TempFolder();
        WriteTwoBlobs(folder.File("blobs.npy"));
        using var process = AppProcess.Start(
            "cluster", folder.File("blobs.npy"), "--min-cluster-size", "20", "--min-samples", "5", "--out", folder.File("labels.csv"), "--stats",
            folder.File("stats.json"));
        Assert.Equal(0, await process.ExitAsync(Long));
        var lines = await File.ReadAllLinesAsync(folder.File("labels.csv"));
        Assert.Equal("row,label,probability,outlier_score", lines[0]);
        var labels = lines.Skip(1).Select(l => l.Split(',')[1]).ToArray();
        Assert.Equal(200, labels.Length);
        Assert.True(labels.Take(100).Count(l => l == "0") > 80);
        Assert.True(labels.Skip(100).Count(l => l == "1") > 80);
        Assert.Contains("\"clusters\"", await File.ReadAllTextAsync(folder.File("stats.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_OnAGpuThatIsNotThere_IsRefusedRatherThanReplaced()
    {
        using var folder = new TempFolder();
        WriteTwoBlobs(folder.File("blobs.npy"));
        using var process = AppProcess.Start("cluster", folder.File("blobs.npy"), "--device", "cuda", "--out", folder.File("labels.csv"));
        Assert.Equal(2, await process.ExitAsync(Long));
        Assert.Contains("cuda", process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("labels.csv")));
    }

    [Fact]
    public async Task Cluster_Approximate_SaysTheRecallItReached()
    {
        using var folder = new TempFolder();
        WriteTwoBlobs(folder.File("blobs.npy"), 6000);
        using var process = AppProcess.Start(
            "cluster", folder.File("blobs.npy"), "--mode", "approximate", "--min-cluster-size", "50", "--min-samples", "5", "--out", folder.File("labels.csv"),
            "--stats", folder.File("stats.json"));
        Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        Assert.Contains("recall", process.Output, StringComparison.Ordinal);
        using var stats = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("stats.json")));
        Assert.InRange(stats.RootElement.GetProperty("recall").GetDouble(), 0.99, 1);
    }

    [Fact]
    public async Task Cluster_MatrixWithNaN_NamesRowAndColumn()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("m.csv"), "a,b\n1,2\n3,nan\n5,6\n");
        using var process = AppProcess.Start("cluster", folder.File("m.csv"), "--out", folder.File("labels.csv"));
        Assert.Equal(2, await process.ExitAsync(Long));
        Assert.Contains("row 2", process.Output, StringComparison.Ordinal);
        Assert.Contains("'b'", process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("labels.csv")));
    }

    [Fact]
    public async Task Generate_WithFlaws_WritesThemAndRefusesWhatIsOutOfRange()
    {
        using var folder = new TempFolder();
        var shop = folder.File("shop");
        using (var process = AppProcess.Start("generate", "--transactions", "900", "--out", shop, "--compromised-terminals", "3", "--minute-clock",
            "--missing-words", "0.1", "--second-currency", "0.3", "--labelled", "0.5", "--enriched-fraud", "0.1"))
        {
            Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        }

        using (var db = TableConnection.Open())
        {
            Assert.Equal(900, db.Scalar<int>($"""
                SELECT count(*) FROM {Sql.Parquet(Path.Combine(shop, "transactions.parquet"))}
                WHERE terminal_id IS NOT NULL AND second(purchase_time) = 0 AND currency IN ('EUR', 'CZK')
                """));
        }
        using var refused = AppProcess.Start("generate", "--transactions", "900", "--out", folder.File("other"), "--labelled", "2");
        Assert.Equal(2, await refused.ExitAsync(Long));
        Assert.Contains("labelled", refused.Output, StringComparison.Ordinal);
    }

    /// <summary>A run whose map was left out and that keeps everything is what a kill before the map leaves.</summary>
    [Fact]
    public async Task Run_WholeButForItsMap_IsGivenTheMapAlone()
    {
        using var folder = new TempFolder();
        var target = folder.File("out");
        string[] run = [.. new RunBuilder().RunArguments(), "--keep", "all", "--out", target];
        using (var first = AppProcess.Start([.. run, "--no-map"])) Assert.True(await first.ExitAsync(Long) == 0, first.Output);
        Assert.Equal((false, true), (new RunFolder(target).HasMap, new RunFolder(target).CanDrawMap));
        var made = File.GetLastWriteTimeUtc(KnownFiles.Record.In(target));

        using var second = AppProcess.Start(run);

        Assert.True(await second.ExitAsync(Long) == 0, second.Output);
        Assert.Contains("The map is drawn too", second.Output, StringComparison.Ordinal);
        Assert.True(new RunFolder(target).HasMap);
        Assert.Equal(made, File.GetLastWriteTimeUtc(KnownFiles.Record.In(target)));
        using var third = AppProcess.Start(run);
        Assert.Equal(2, await third.ExitAsync(Long)); // whole: not replaced unless it is asked for
    }

    [Fact]
    public async Task Run_WithoutItsMap_KeepsNothingThatItIsDrawnFrom()
    {
        using var folder = new TempFolder();
        using var run = AppProcess.Start([.. new RunBuilder().RunArguments(), "--no-map", "--out", folder.File("out")]);
        Assert.True(await run.ExitAsync(Long) == 0, run.Output);
        Assert.All(KnownFiles.OfMap.Concat(KnownFiles.MapSources), file => Assert.False(file.ExistsIn(folder.File("out")), file.Name));
    }

    [Fact]
    public async Task Generate_ThenRun_WritesEveryResultFile_AndRefusesToReplaceThem()
    {
        using var folder = new TempFolder();
        var (shop, output) = (folder.File("shop"), folder.File("out"));
        using (var generate = AppProcess.Start(
            "generate", "--transactions", "1500", "--days", "30", "--seed", "3", "--format", "csv", "--out", shop)) Assert.Equal(
            0, await generate.ExitAsync(Long));
        string[] run = ["run", "--transactions", Path.Combine(shop, "transactions.csv"), "--events", Path.Combine(shop, "events.csv"), "--mapping",
            Path.Combine(shop, "mapping.json"), "--out", output];
        using (var process = AppProcess.Start(run))
        {
            Assert.True(await process.ExitAsync(Long) == 0, process.Output);
            Assert.Matches(@"stage +seconds +processor seconds +peak memory\ningest +[\d.]+ +[\d.]+ +[\d.]+ [MG]B\n", process.Output);
            Assert.Matches(@"\ntogether +[\d.]+ +[\d.]+ +[\d.]+ [MG]B\n", process.Output);
        }

        foreach (var file in (string[])["run.json", "findings.json", "clusters.json", "members.parquet", "rules.json", "rules.sql", "narratives.md",
            "rejects.csv", "feature-catalog.json", "scale.json"]) Assert.True(new FileInfo(Path.Combine(output, file)).Length > 0, file);
        Assert.False(Directory.Exists(output + ".partial"));
        using (var db = TableConnection.Open())
        {
            Assert.Equal(1500, db.Scalar<int>($"SELECT count(*) FROM read_parquet({Sql.Text(KnownFiles.Members.In(output))})"));
            Assert.Equal(
                "transaction,finding,cluster,fraud_probability,probability,outlier_score",
                string.Join(',', db.Query($"DESCRIBE SELECT * FROM read_parquet({Sql.Text(KnownFiles.Members.In(output))})", r => r.GetString(0))));
        }

        // What it kept is enough for the app to show the run; the same run again is the one that is there.
        foreach (var says in (string[])["Imported as run #1", "This is run #1 already"])
        {
            using var import = AppProcess.Start("import-run", output, "--data", folder.File("data"));
            Assert.True(await import.ExitAsync(Long) == 0, import.Output);
            Assert.Contains(says, import.Output, StringComparison.Ordinal);
        }

        using (var again = AppProcess.Start(run))
        {
            Assert.Equal(2, await again.ExitAsync(Long));
            Assert.Contains("--force", again.Output, StringComparison.Ordinal);
        }

        // The results hold the behaviour model: a later run applies it, and a folder without one is refused before anything is loaded.
        using (var applied = AppProcess.Start([.. run[..^1], folder.File("later"), "--model", output])) Assert.True(
            await applied.ExitAsync(Long) == 0, applied.Output);
        Assert.Equal(
            await File.ReadAllBytesAsync(KnownFiles.BehaviorWeights.In(output)),
            await File.ReadAllBytesAsync(KnownFiles.BehaviorWeights.In(folder.File("later"))));
        Assert.Contains("\"unknown_pages\": 0,", await File.ReadAllTextAsync(KnownFiles.Training.In(folder.File("later"))), StringComparison.Ordinal);
        using (var refused = AppProcess.Start([.. run[..^1], folder.File("never"), "--model", shop]))
        {
            Assert.Equal(2, await refused.ExitAsync(Long));
            Assert.Contains(KnownFiles.BehaviorModel.Name, refused.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("ingest", refused.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Features_WrittenEditedAndGivenBack_AreWhatTheRunUses()
    {
        using var folder = new TempFolder();
        var (catalog, output, run) = (folder.File("catalog.json"), folder.File("out"), new RunBuilder().RunArguments());
        using (var write = AppProcess.Start(["features", .. run[1..^2], "--out", catalog])) Assert.True(await write.ExitAsync(Long) == 0, write.Output);
        var text = await File.ReadAllTextAsync(catalog);

        const string Shared = "\"accounts_on_device_24h\", \"kind\": \"distinct\", \"entity\": ";
        await File.WriteAllTextAsync(catalog, text.Replace(Shared + "\"device\"", Shared + "\"devise\"", StringComparison.Ordinal));
        using (var wrong = AppProcess.Start([.. run, "--features", catalog, "--out", output]))
        {
            Assert.Equal(2, await wrong.ExitAsync(Long));
            Assert.Contains("catalog.json", wrong.Output, StringComparison.Ordinal);
            Assert.Contains("nearest is 'device'", wrong.Output, StringComparison.Ordinal);
        }

        const string Mean = """
            { "name": "mean_amount_on_card", "kind": "mean", "entity": "card", "column": "amount", "window": "7d", "phrase": "mean amount on this card" },
            """;
        await File.WriteAllTextAsync(catalog, text.Replace("\"features\": [", "\"features\": [" + Mean, StringComparison.Ordinal));
        using (var edited = AppProcess.Start([.. run, "--features", catalog, "--out", output])) Assert.True(await edited.ExitAsync(Long) == 0, edited.Output);
        Assert.Contains("\"mean_amount_on_card\"", await File.ReadAllTextAsync(KnownFiles.Catalog.In(output)), StringComparison.Ordinal);
        using var db = TableConnection.Open();
        Assert.True(db.Scalar<long>($"SELECT count(mean_amount_on_card) FROM read_parquet({Sql.Text(KnownFiles.Features.In(output))})") > 0);
    }

    [Fact]
    public async Task Serve_SecondOnTheSameFolder_IsRefusedPlainly()
    {
        using var folder = new TempFolder();
        var url = AppProcess.FreeUrl();
        using var first = AppProcess.Start("serve", "--data", folder.Path, "--url", url);
        Assert.True(await first.SeesAsync(line => line.StartsWith("Investigator serves", StringComparison.Ordinal), Long), first.Output);
        using var second = AppProcess.Start("serve", "--data", folder.Path, "--url", AppProcess.FreeUrl());
        Assert.Equal(2, await second.ExitAsync(Long));
        Assert.Contains("another Investigator", second.Output, StringComparison.Ordinal);
        using var other = new TempFolder();
        using var third = AppProcess.Start("serve", "--data", other.Path, "--url", url);
        Assert.Equal(2, await third.ExitAsync(Long));
        Assert.StartsWith($"Error: the address {url} is in use", Assert.Single(third.Output.Split('\n'), IsNoWait), StringComparison.Ordinal);

        // A slow machine says what it waits for.
        static bool IsNoWait(string line) => !line.StartsWith("Still ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Interrupted_IsExitCode130AndLeavesNoResult()
    {
        using var folder = new TempFolder();
        var shop = folder.File("shop");
        using (var generate = AppProcess.Start("generate", "--transactions", "5000", "--out", shop)) Assert.Equal(0, await generate.ExitAsync(Long));
        using var process = AppProcess.Start(
            "run", "--transactions", Path.Combine(shop, "transactions.parquet"), "--events", Path.Combine(shop, "events.parquet"), "--mapping",
            Path.Combine(shop, "mapping.json"), "--out", folder.File("out"));
        Assert.True(await process.SeesAsync(line => line.EndsWith("embedding", StringComparison.Ordinal), Long), process.Output);
        process.Interrupt();
        Assert.Equal(130, await process.ExitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    private static void WriteTwoBlobs(string path, int rows = 200)
    {
        var random = new Random(1);
        var values = new float[rows * 3];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < 3; j++) values[(i * 3) + j] = (i < rows / 2 ? 0 : 50) + (float)random.NextDouble();
        }

        NpyFile.Write<float>(path, values, rows, 3);
    }
}
