using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Simulation;

namespace Investigator.TestKit;

/// <summary>A simulated shop taken through the whole pipeline.</summary>
public sealed record SimulatedRun(SimulatedShop Shop, Dataset Dataset, RunResult Result, string Folder)
{
    public static async Task<SimulatedRun> MakeAsync(
        string folder,
        SimulationOptions simulation,
        RunOptions? options = null,
        IProgress<StageProgress>? progress = null)
    {
        var context = new StageContext { Seed = simulation.Seed, Scratch = folder };
        var shop = ShopSimulator.Write(simulation, Path.Combine(folder, "shop"), context);
        var request = new LoadRequest
        {
            Transactions = shop.TransactionsPath,
            Events = shop.EventsPath,
            Mapping = MappingFile.Read(shop.MappingPath),
            Name = "simulated shop",
        };
        var dataset = DatasetLoader.Load(request, Directory.CreateDirectory(Path.Combine(folder, "datasets")).FullName, context);
        var run = Path.Combine(folder, "run");
        return new SimulatedRun(shop, dataset, await Pipeline.RunAsync(dataset, options ?? new RunOptions { Seed = simulation.Seed }, run, progress), run);
    }

    public RingScore Score() => RingScore.Of(Shop.TruthPath, Dataset, Result.Findings, Result.Risks);
}
