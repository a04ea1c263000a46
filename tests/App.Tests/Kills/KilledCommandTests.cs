using System.Security.Cryptography;
using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.App.Tests.Kills;

/// <summary>Commands that are killed at any moment end with what they give undisturbed.</summary>
public sealed class KilledCommandTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(3);

    private static readonly StoredFile[] Compared =
    [
        KnownFiles.Findings, KnownFiles.Clusters, KnownFiles.Rules, KnownFiles.RulesSql, KnownFiles.Narratives, KnownFiles.Rejects, KnownFiles.Members,
        KnownFiles.LayoutX, KnownFiles.LayoutY,
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAndRunWithAModel_KilledAtAnyMoment_EndWithTheSameResults()
    {
        var simulation = new RunBuilder().Simulation with { Transactions = 600 };
        string[] learning = new RunBuilder { Simulation = simulation }.RunArguments();
        string[] applying = [.. learning, "--model", _folder.File("calm-learning")];
        await CheckAsync("learning", learning, new KillPlan(seed: 11, sixtieths: 14));
        await CheckAsync("applying", applying, new KillPlan(seed: 12, sixtieths: 10));
    }

    [Fact]
    public async Task Demo_KilledAtAnyMoment_EndsWithTheSameResults()
    {
        var (plan, longest) = (new KillPlan(seed: 13, sixtieths: 14), await TimeAsync(Demo("calm")));
        var expected = Hashes(Assert.Single(Runs("calm")));
        for (var (kills, folder) = (0, 0); kills < plan.Count; folder++)
        {
            var data = $"stormy-{folder}";
            while (kills < plan.Count && await KilledAsync(Demo(data), plan, longest)) kills++;
            await TimeAsync(Demo(data));
            // A database that names nothing yet is no proof against what lies there: the first load's leftovers go at the start after it names something.
            if (Datasets(data).Length > 1) await TimeAsync(Demo(data));
            AssertOne(Runs(data));
            Assert.Equal(expected, Hashes(Assert.Single(Runs(data))));
            AssertOne(Datasets(data));
            Directory.Delete(_folder.File(data), recursive: true);
        }

        string[] Demo(string data) => ["demo", "--no-serve", "--transactions", "600", "--data", _folder.File(data)];

        string[] Runs(string data) => Directory.GetDirectories(_folder.File($"{data}/demo/runs"));

        string[] Datasets(string data) => Directory.GetDirectories(_folder.File($"{data}/demo/datasets"));
    }

    /// <summary>Says what else is there and what lies in it.</summary>
    private static void AssertOne(string[] folders) => Assert.True(
        folders.Length == 1,
        string.Join("; ", folders.Select(static f => $"{f}: {string.Join(' ', Directory.GetFileSystemEntries(f).Select(Path.GetFileName))}")));

    private async Task CheckAsync(string name, string[] arguments, KillPlan plan)
    {
        var longest = await TimeAsync([.. arguments, "--out", _folder.File("calm-" + name)]);
        var expected = Hashes(_folder.File("calm-" + name));
        for (var (kills, number) = (0, 0); kills < plan.Count; number++)
        {
            var target = _folder.File($"{name}-{number}");
            string[] run = [.. arguments, "--out", target];
            while (kills < plan.Count && !IsDone(target) && await KilledAsync(run, plan, longest))
            {
                kills++;
                Assert.Equal(Directory.Exists(target), KnownFiles.Record.ExistsIn(target)); // whole or not at all
            }

            if (!IsDone(target)) await TimeAsync(run);
            Assert.Equal(expected, Hashes(target));
            Assert.False(Directory.Exists(target + ".partial"), $"{target}.partial is left");
            Directory.Delete(target, recursive: true);
        }
    }

    /// <summary>A kill may come between the command's last word and its exit.</summary>
    private static bool IsDone(string target) => Directory.Exists(target) && !Directory.Exists(target + ".partial") && new RunFolder(target).HasMap;

    /// <returns>False when the command had ended by itself.</returns>
    private static async Task<bool> KilledAsync(string[] arguments, KillPlan plan, TimeSpan longest)
    {
        using var process = AppProcess.Start(arguments);
        if (await plan.KillAsync(process, longest)) return true;
        Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        return false;
    }

    /// <summary>Lets the command come to its end.</summary>
    private static async Task<TimeSpan> TimeAsync(string[] arguments)
    {
        var start = TimeProvider.System.GetTimestamp();
        using var process = AppProcess.Start(arguments);
        Assert.True(await process.ExitAsync(Long) == 0, process.Output);
        return TimeProvider.System.GetElapsedTime(start);
    }

    private static Dictionary<string, string> Hashes(string run) => Compared.Where(file => file.ExistsIn(run))
        .ToDictionary(file => file.Name, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.In(run)))));
}
