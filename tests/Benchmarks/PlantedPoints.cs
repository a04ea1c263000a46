namespace Investigator.Benchmarks;

/// <summary>20 Gaussian clusters of differing density and a fifth of uniform noise.</summary>
internal static class PlantedPoints
{
    private const int RowsASeed = 1 << 16;

    /// <returns><c>[rows, columns]</c>, the same for the same seed whatever the number of cores.</returns>
    public static float[] Make(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var centers = Enumerable.Range(0, 20 * columns).Select(_ => (random.NextDouble() * 20) - 10).ToArray();
        var spreads = Enumerable.Range(0, 20).Select(_ => 0.3 + (random.NextDouble() * 1.7)).ToArray();
        var points = new float[(long)rows * columns];
        Parallel.For(0, (rows + RowsASeed - 1) / RowsASeed, part =>
        {
            var own = new Random((seed * 1_000_003) + part);
            for (var i = part * RowsASeed; i < Math.Min(rows, (part + 1L) * RowsASeed); i++) Fill(points.AsSpan(), i);

            void Fill(Span<float> all, int i)
            {
                var row = all.Slice(checked((int)((long)i * columns)), columns);
                var cluster = i % 5 == 4 ? -1 : own.Next(20);
                for (var j = 0; j < columns; j++)
                {
                    row[j] = cluster < 0
                        ? (float)((own.NextDouble() * 28) - 14)
                        : (float)(centers[(cluster * columns) + j] + (spreads[cluster] * Math.Sqrt(-2 * Math.Log(1 - own.NextDouble())) * Math.Cos(2 * Math.PI * own.NextDouble())));
                }
            }
        });
        return points;
    }
}
