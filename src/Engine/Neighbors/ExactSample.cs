using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Neighbors;

/// <summary>What an exact search took for a few of its points.</summary>
/// <param name="Queries">Points searched for.</param>
/// <param name="Scored">Pairs scored by tiles.</param>
/// <param name="Measured">Pairs measured in full because of their score.</param>
/// <param name="Dimension">Of the rows that were scored.</param>
/// <param name="FullDimension">Of the points.</param>
/// <param name="SecondsPerWork">Of one thread, the least of several timings: whatever else the machine does only makes one longer.</param>
internal sealed record ExactSample(long Queries, long Scored, long Measured, int Dimension, int FullDimension, double SecondsPerWork)
{
    /// <summary>What measuring a pair in full costs per value, in multiplications of a tile: its row comes from anywhere, and is summed in double.</summary>
    private const double MeasureCost = 25;

    /// <summary>What a tile costs besides its multiplications, as dimensions: comparing and marking.</summary>
    private const double TileCost = 6;

    /// <summary>Panels in a sample, one timing each.</summary>
    private const int Panels = 8;

    /// <summary>In multiplications and additions of a tile: the same on every machine.</summary>
    public double Work => WorkOf(Scored, Dimension, Measured, FullDimension);

    /// <summary>Work of so many pairs.</summary>
    public static double WorkOf(double scored, int dimension, double measured = 0, int full = 0) =>
        (scored * (dimension + TileCost)) + (measured * full * MeasureCost);

    /// <summary>Searches for panels of points that lie equally far apart in the layout, one after another on this thread.</summary>
    /// <param name="full">Dimension of the points.</param>
    /// <param name="search">Searches for the points of a panel.</param>
    /// <param name="counts">Pairs scored, and pairs measured in full, so far.</param>
    public static ExactSample Of(PanelLayout layout, int full, Action<int> search, Func<(long Scored, long Measured)> counts, TimeProvider clock)
    {
        // Untimed: code and buffers are used for the first time.
        search(0);
        var before = counts();
        var chosen = Math.Min(Panels, layout.Panels);
        var (queries, least) = (0, double.PositiveInfinity);
        for (var p = 0; p < chosen; p++)
        {
            var panel = (int)(((2L * p) + 1) * layout.Panels / (2 * chosen));
            var (start, done) = (clock.GetTimestamp(), Work());
            search(panel);
            least = Math.Min(least, clock.GetElapsedTime(start).TotalSeconds / (Work() - done));
            queries += layout.SlotsIn(panel);
        }

        var after = counts();
        return new ExactSample(queries, after.Scored - before.Scored, after.Measured - before.Measured, layout.Dimension, full, least);

        double Work() => WorkOf(counts().Scored, layout.Dimension, counts().Measured, full);
    }

    /// <summary>The work of whole rows, if as many pairs were left to score.</summary>
    public double WorkByWholeRows() => WorkOf(Scored, FullDimension);

    /// <summary>Seconds that a search for this many points takes by this sample.</summary>
    public double SecondsFor(int points, int threads) => Work / Queries * points * SecondsPerWork / threads;
}
