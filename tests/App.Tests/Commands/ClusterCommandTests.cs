using System.Globalization;
using System.Text.Json;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.App.Tests.Commands;

public class ClusterCommandTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Cluster_Predict_PlacesTheFurtherRows()
    {
        using var folder = new TempFolder();
        NpyFile.Write<float>(folder.File("blobs.npy"), Blobs(100, 100), 200, 2);
        await File.WriteAllTextAsync(folder.File("new.csv"), "x,y\n50.5,50.5\n0.5,0.5\n1000,-1000\n");
        using var process = AppProcess.Start(
            "cluster", folder.File("blobs.npy"), "--min-cluster-size", "20", "--min-samples", "5", "--out", folder.File("labels.csv"),
            "--predict", folder.File("new.csv"), "--predict-out", folder.File("new-labels.csv"));
        Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        var lines = await File.ReadAllLinesAsync(folder.File("new-labels.csv"));
        Assert.Equal("row,label,probability", lines[0]);
        Assert.Equal(["1", "0", "-1"], lines.Skip(1).Select(static line => line.Split(',')[1]));
        Assert.All(lines.Skip(1), static line => Assert.InRange(float.Parse(line.Split(',')[2], CultureInfo.InvariantCulture), 0f, 1f));
        Assert.Contains("2 of 3 further rows", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_PersistentOfCopies_SaysTheSizeTheRowsAndTheValidity()
    {
        using var folder = new TempFolder();

        // Every row twice.
        float[] rows = Blobs(60, 140);
        NpyFile.Write<float>(folder.File("blobs.npy"), [.. rows, .. rows], 400, 2);
        foreach (var (name, more) in ((string, string[])[])[("all", []), ("collapsed", ["--collapse-duplicates"])])
        {
            using var process = AppProcess.Start(
            [
                "cluster", folder.File("blobs.npy"), "--selection", "persistent", "--min-samples", "60",
                "--out", folder.File($"{name}.csv"), "--stats", folder.File($"{name}.json"), .. more,
            ]);
            Assert.True(await process.ExitAsync(Long) == 0, process.Output);
            using var stats = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File($"{name}.json")));
            Assert.Equal(2, stats.RootElement.GetProperty("clusters").GetArrayLength());
            Assert.InRange(stats.RootElement.GetProperty("chosen_cluster_size").GetInt32(), 5, 120);
            Assert.InRange(stats.RootElement.GetProperty("validity").GetProperty("score").GetDouble(), 0.8, 1);
            Assert.Equal(200, stats.RootElement.GetProperty("distinct_rows").GetInt32());
        }

        Assert.Equal(await File.ReadAllTextAsync(folder.File("all.csv")), await File.ReadAllTextAsync(folder.File("collapsed.csv")));
    }

    [Fact]
    public async Task Cluster_TimesInMillisecondsWithAnIndex_SaysHowTheyWereReadAndKeepsDistances()
    {
        using var folder = new TempFolder();
        var blobs = Blobs(100, 100);
        var rows = Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{i},{1.7e12 + Math.Round(1000 * blobs[2 * i]):0},{1000 * blobs[(2 * i) + 1]}"));
        await File.WriteAllLinesAsync(folder.File("m.csv"), [",at,amount", .. rows]);
        await File.WriteAllTextAsync(folder.File("new.csv"), "amount,at\n50500,1700000050500\n500,1700000000500\n");
        using var process = AppProcess.Start(
            "cluster", folder.File("m.csv"), "--min-cluster-size", "20", "--min-samples", "5", "--epsilon", "200", "--out", folder.File("labels.csv"),
            "--stats", folder.File("stats.json"), "--predict", folder.File("new.csv"), "--predict-out", folder.File("new-labels.csv"));
        Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        Assert.Contains("left out", process.Output, StringComparison.Ordinal);
        Assert.Contains("column 'at' is read as differences", process.Output, StringComparison.Ordinal);
        Assert.Contains("2 clusters, 0 of 200 rows", process.Output, StringComparison.Ordinal);
        Assert.Equal(["1", "0"], (await File.ReadAllLinesAsync(folder.File("new-labels.csv"))).Skip(1).Select(static line => line.Split(',')[1]));
        using var stats = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("stats.json")));
        Assert.InRange(stats.RootElement.GetProperty("spanning_tree_weight").GetDouble(), 69_000, 150_000);
    }

    [Theory]
    [InlineData("--predict-out FILE", "--predict", "blobs.npy")]
    [InlineData("--predict FILE", "--predict-out", "new.csv")]
    [InlineData("two files", "--predict", "blobs.npy", "--predict-out", "labels.csv")]
    [InlineData("2 columns", "--predict", "wide.csv", "--predict-out", "new.csv")]
    [InlineData("no such file", "--predict", "missing.csv", "--predict-out", "new.csv")]
    [InlineData("--max-cluster-size", "--max-cluster-size", "50", "--selection", "persistent")]
    [InlineData("max_cluster_size", "--max-cluster-size", "5")]
    public async Task Cluster_OptionsThatDoNotGoTogether_AreRefusedPlainly(string says, params string[] options)
    {
        using var folder = new TempFolder();
        NpyFile.Write<float>(folder.File("blobs.npy"), Blobs(100, 100), 200, 2);
        await File.WriteAllTextAsync(folder.File("wide.csv"), "1,2,3\n");
        var placed = options.Select(o => o.Contains('.', StringComparison.Ordinal) ? folder.File(o) : o);
        string[] arguments = ["cluster", folder.File("blobs.npy"), "--out", folder.File("labels.csv"), .. placed];
        using var process = AppProcess.Start(arguments);
        Assert.Equal(2, await process.ExitAsync(Long));
        Assert.Contains(says, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("labels.csv")));
    }

    [Fact]
    public async Task Cluster_MaxClusterSize_IsKept()
    {
        using var folder = new TempFolder();
        NpyFile.Write<float>(folder.File("blobs.npy"), Blobs(40, 160), 200, 2);
        using var process = AppProcess.Start(
            "cluster", folder.File("blobs.npy"), "--min-cluster-size", "20", "--max-cluster-size", "50", "--out", folder.File("labels.csv"));
        Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        var sizes = (await File.ReadAllLinesAsync(folder.File("labels.csv"))).Skip(1)
            .Select(static line => line.Split(',')[1])
            .Where(static label => label != "-1")
            .GroupBy(static label => label)
            .Select(static rows => rows.Count());
        Assert.All(sizes, static size => Assert.InRange(size, 20, 50));
    }

    /// <summary>Two squares of side 1 in the plane, far apart.</summary>
    private static float[] Blobs(int first, int second)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 2 * (first + second)).Select(i => (float)random.NextDouble() + (i < 2 * first ? 0 : 50))];
    }
}
