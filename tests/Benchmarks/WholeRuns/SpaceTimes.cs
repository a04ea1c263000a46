using System.Diagnostics;
using System.Globalization;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;
using Investigator.Engine.Runs;
using Investigator.Engine.Space;

namespace Investigator.Benchmarks.WholeRuns;

/// <summary>Neighbours, hierarchy and map by themselves, and how wide it is, on the very space of a run that was kept whole.</summary>
internal static class SpaceTimes
{
    /// <param name="run">Folder of a run of <c>--keep all</c>; nothing in it is changed.</param>
    /// <param name="modes">How to search, in turn; each is followed by a hierarchy.</param>
    public static void Print(string run, IReadOnlyList<NeighborMode> modes)
    {
        var options = new RunFolder(run).ReadRecord().Options;
        var context = new StageContext { Device = DeviceSelection.Choose(options.Device), Seed = options.Seed };
        var space = HybridSpace.Load(run).Points;
        Console.WriteLine($"{space.Count:N0} x {space.Dimension}, {context.Device.Name}\n\n"
            + "| part | wall s | processor s | peak MB | |\n| --- | --- | --- | --- | --- |");
        NeighborGraph? graph = null;
        foreach (var mode in modes)
        {
            var search = options.NeighborsUsed() with { Mode = mode };
            graph = Timed($"neighbours, {mode}", () => NeighborSearch.Find(space, search, context), Recall);
            Timed("hierarchy", () => SpanningTreeBuilder.Build(space, graph, options.Clusters.CoreNeighbors(), context), static _ => "");
        }

        if (graph is null) return;
        Timed("map", () => LayoutOptimizer.Lay(graph, options.Projection, context), static _ => "");
        SpaceSpectrum.Print(space, graph, context);
    }

    private static string Recall(NeighborGraph graph) => string.Create(CultureInfo.InvariantCulture, $"recall {graph.Recall ?? 1:0.0000}");

    private static T Timed<T>(string part, Func<T> make, Func<T, string> say)
    {
        FreedMemory.Collect();
        using var meter = CostMeter.Start();
        var start = Stopwatch.GetTimestamp();
        var made = make();
        var (seconds, cost) = (Stopwatch.GetElapsedTime(start).TotalSeconds, meter.Stop());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {part} | {seconds:0.0} | {cost.CpuSeconds:0.0} | {cost.PeakBytes / 1e6:0} | {say(made)} |"));
        return made;
    }
}
