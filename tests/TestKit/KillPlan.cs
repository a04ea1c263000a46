using System.Globalization;

namespace Investigator.TestKit;

/// <summary>
/// Which processes the kill tests end, and when: the variable <c>INVESTIGATOR_KILLS</c> says how many there are of all kinds together, six by default.
/// </summary>
/// <param name="seed">Of this test's moments; the same seed ends processes after the same delays.</param>
/// <param name="sixtieths">This test's part of all kills.</param>
/// <param name="usual">How many there are in a usual run of the tests, where that is another number than its part of all.</param>
public sealed class KillPlan(int seed, int sixtieths, int? usual = null)
{
    public const string Variable = "INVESTIGATOR_KILLS";

    private readonly Random _random = new(seed);

    /// <summary>How often this test kills, at least once.</summary>
    public int Count => Asked is null && usual is { } known ? known : Math.Max(1, (int)Math.Round((Asked ?? 6) * sixtieths / 60.0));

    private static int? Asked => int.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var asked) ? asked : null;

    /// <summary>A delay between nothing and <paramref name="longest"/>.</summary>
    public TimeSpan Next(TimeSpan longest) => longest * _random.NextDouble();

    /// <summary>Ends the process after a delay, unless it has ended by itself.</summary>
    /// <returns>Whether it was killed.</returns>
    public async Task<bool> KillAsync(AppProcess process, TimeSpan longest)
    {
        if (await process.EndsWithinAsync(Next(longest))) return false;
        await process.KillAsync();
        return true;
    }
}
