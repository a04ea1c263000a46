using Investigator.Engine;
using Investigator.Engine.Simulation;
using Investigator.TestKit;

namespace Investigator.Benchmarks;

/// <summary>Rings found in simulated shops that the options were not tuned on, and what became of the others.</summary>
internal static class QualityTable
{
    /// <param name="optionsFile">Run options as JSON; null for the shipped ones.</param>
    public static async Task PrintAsync(int firstSeed, int lastSeed, int transactions, string? optionsFile)
    {
        var options = optionsFile is null ? new RunOptions() : RunOptionsFile.Read(optionsFile);
        var (found, rings) = (0, 0);
        for (var seed = firstSeed; seed <= lastSeed; seed++)
        {
            using var folder = new TempFolder();
            var score = (await SimulatedRun.MakeAsync(folder.Path, new SimulationOptions { Transactions = transactions, Seed = seed }, options with { Seed = seed })).Score();
            Console.WriteLine($"seed {seed}: {score.Found} of {score.Rings} rings found; {score.Risky} risky clusters, {score.InnocentRisky} of them innocent, {score.LookAlikeRisky} look-alikes");
            foreach (var miss in score.Misses) Console.WriteLine($"  {miss}");
            (found, rings) = (found + score.Found, rings + score.Rings);
        }

        Console.WriteLine($"{found} of {rings} rings found");
    }
}
