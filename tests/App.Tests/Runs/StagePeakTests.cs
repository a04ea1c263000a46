using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.Engine.Simulation;
using Investigator.TestKit;

namespace Investigator.App.Tests.Runs;

/// <summary>The most physical memory that a run's process holds in each stage, on a shop that is large enough for a fifth to be more than chance.</summary>
public sealed class StagePeakTests : IDisposable
{
    private const double Regression = 1.2;

    /// <summary>MB as measured: 40,000 payments with 790,000 events on two cores, the median of five runs, which differ by a thirteenth at most.</summary>
    private static readonly Dictionary<string, int> Stated = new(StringComparer.Ordinal)
    {
        [StageNames.Ingest] = 431,
        [StageNames.Sequences] = 249,
        [StageNames.Facts] = 220,
        [StageNames.Embedding] = 541,
        [StageNames.Features] = 541,
        [StageNames.Hybrid] = 516,
        [StageNames.Neighbors] = 537,
        [StageNames.Hierarchy] = 548,
        [StageNames.Clusters] = 521,
        [StageNames.Payments] = 587,
        [StageNames.Findings] = 608,
        [StageNames.Risk] = 592,
        [StageNames.Singles] = 582,
        [StageNames.Rules] = 576,
        [StageNames.Narratives] = 579,
        [StageNames.Projection] = 586,
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OfAShop_HoldsNoMoreInAStageThanIsStated()
    {
        var shop = new RunBuilder { Simulation = new SimulationOptions { Transactions = 40_000, Seed = 21 } }.Shop;
        using var run = AppProcess.StartAsShipped(
            ["DOTNET_PROCESSOR_COUNT=2"], "run", "--transactions", shop.TransactionsPath, "--events", shop.EventsPath, "--mapping", shop.MappingPath,
            "--out", _folder.File("run"));
        Assert.True(await run.ExitAsync(TimeSpan.FromMinutes(5)) == 0, run.Output);

        var folder = new RunFolder(_folder.File("run"));
        StageRecord[] stages = [.. folder.ReadRecord().Stages, folder.FindMapRecord()!.Cost];
        Assert.Equal(Stated.Keys, stages.Select(static s => s.Stage));
        Assert.All(stages, static stage => Assert.InRange(stage.PeakBytes / 1e6, 0, Regression * Stated[stage.Stage]));
    }
}
