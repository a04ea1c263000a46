using Investigator.Engine.Simulation;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

/// <summary>The demo as it is shipped, for seeds 1 to 5, against the truth that only this test reads. The README says what was measured.</summary>
/// <remarks>Only the map is laid in one pass: it comes after the clusters, and nothing that is scored waits for it.</remarks>
public class DemoQualityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Demo_OfASeed_FindsTheRingsAndSparesTheInnocent(int seed)
    {
        using var folder = new TempFolder();
        var options = new RunOptions { Seed = seed };
        var score = (await SimulatedRun.MakeAsync(folder.Path, new SimulationOptions { Transactions = 20_000, Seed = seed }, options)).Score();
        Assert.True(score.Rings >= 8, $"only {score.Rings} rings were planted");
        Assert.True(score.FoundShare >= 0.8, $"{score.Found} of {score.Rings} rings found:\n{string.Join('\n', score.Misses)}");
        Assert.True(
            score.LookAlikeRisky <= 0.2 * score.Risky && score.InnocentRisky <= 0.2 * score.Risky,
            $"{score.InnocentRisky} of {score.Risky} risky clusters are innocent, {score.LookAlikeRisky} of them look-alikes");
    }
}
