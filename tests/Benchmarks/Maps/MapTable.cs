using System.Diagnostics;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Projection;
using Investigator.Engine.Tables;

namespace Investigator.Benchmarks.Maps;

/// <summary>The map of a run that was kept whole, drawn anew: seconds, and how much of the neighbourhoods it keeps.</summary>
internal static class MapTable
{
    private const int K = 15;

    /// <param name="run">Folder of a run, made with <c>--keep all</c>.</param>
    /// <param name="truth"><c>truth.parquet</c> of the simulated shop; null for other data.</param>
    /// <param name="sample">Rows whose neighbours are looked at.</param>
    /// <param name="optionsFile">The map's options as JSON; null for the shipped ones.</param>
    public static void Print(string run, string? truth, int sample, string? optionsFile)
    {
        var graph = NeighborGraph.Load(run);
        var options = optionsFile is null ? new RunOptions().Projection : JsonFile.Read<ProjectionOptions>(optionsFile);
        using var process = Process.GetCurrentProcess();
        var start = (Wall: Stopwatch.GetTimestamp(), Cpu: process.TotalProcessorTime);
        var layout = LayoutOptimizer.Lay(graph, options, new StageContext());
        process.Refresh();
        var (wall, cpu) = (Stopwatch.GetElapsedTime(start.Wall).TotalSeconds, (process.TotalProcessorTime - start.Cpu).TotalSeconds);
        Console.WriteLine($"{graph.Count:N0} rows, {graph.K} neighbours: {wall:0.0} s, {cpu:0.0} s of CPU, peak {process.PeakWorkingSet64 / 1e6:N0} MB");
        if (sample == 0) return;
        var points = NpyFile.ReadMatrix(KnownFiles.HybridPoints.Require(run));
        var rings = truth is null ? null : Rings(truth, Path.Combine(run, "dataset", "transactions.parquet"));
        Say("drawn now", layout);
        if (KnownFiles.LayoutX.ExistsIn(run)) Say("the run's own", MapLayout.Load(run));

        void Say(string name, MapLayout map)
        {
            var score = MapScore.Of(points, map, K, sample, rings, new StageContext());
            Console.WriteLine($"{name}: trustworthiness {score.Trustworthiness:0.0000}, neighbours kept {score.Kept:0.000}, "
                + $"of rings together {score.Rings:0.000}");
        }
    }

    private static int[] Rings(string truth, string transactions)
    {
        using var db = TableConnection.Open();
        return [.. db.Query(
            $"""
            SELECT CASE WHEN t.innocent THEN -1 ELSE coalesce(t.ring, -1) END
            FROM read_parquet({Sql.Text(transactions)}) d JOIN read_parquet({Sql.Text(truth)}) t USING (id) ORDER BY d.row
            """,
            static r => r.GetInt32(0))];
    }
}
