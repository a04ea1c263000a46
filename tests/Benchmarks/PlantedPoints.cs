using Investigator.Engine.Tables;

namespace Investigator.Benchmarks;

/// <summary>20 Gaussian clusters of differing density and a fifth of uniform noise.</summary>
internal static class PlantedPoints
{
    private const int RowsASeed = 1 << 16;
    private const int MostColumns = 1 << 14;

    /// <returns>The same for the same seed whatever the number of cores.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More columns than leave whole seeds to each run of a matrix.</exception>
    public static PointMatrix Make(int rows, int columns, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columns, MostColumns);
        var random = new Random(seed);
        var centers = Enumerable.Range(0, 20 * columns).Select(_ => (random.NextDouble() * 20) - 10).ToArray();
        var spreads = Enumerable.Range(0, 20).Select(_ => 0.3 + (random.NextDouble() * 1.7)).ToArray();
        return PointMatrix.Of(rows, columns, (to, first) => Parallel.For(0, ((to.Length / columns) + RowsASeed - 1) / RowsASeed, part =>
        {
            var own = new Random((seed * 1_000_003) + (first / RowsASeed) + part);
            var run = to.Span;
            for (var i = part * RowsASeed; i < Math.Min(to.Length / columns, (part + 1L) * RowsASeed); i++)
            {
                var row = run.Slice(i * columns, columns);
                var cluster = (first + i) % 5 == 4 ? -1 : own.Next(20);
                for (var j = 0; j < columns; j++)
                {
                    if (cluster < 0)
                    {
                        row[j] = (float)((own.NextDouble() * 28) - 14);
                        continue;
                    }

                    // A normal deviate by Box and Muller.
                    var distance = spreads[cluster] * Math.Sqrt(-2 * Math.Log(1 - own.NextDouble()));
                    var angle = 2 * Math.PI * own.NextDouble();
                    row[j] = (float)(centers[(cluster * columns) + j] + (distance * Math.Cos(angle)));
                }
            }
        }));
    }
}
