namespace Investigator.Engine.Tests.Neighbors;

/// <summary>Seeded point sets of the shapes that neighbour and tree searches go wrong on.</summary>
internal static class PointClouds
{
    public static float[] Make(string shape, int count, int dimension, int seed)
    {
        var random = new Random(seed);
        var points = new float[count * dimension];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < dimension; j++) points[(i * dimension) + j] = Value(shape, i, j, count, random);
        }

        return points;
    }

    private static float Value(string shape, int i, int j, int count, Random random) => shape switch
    {
        "uniform" => (float)random.NextDouble(),
        "blobs" => (float)((10 * ((i % 5 * (j + 3)) % 7)) + (Normal(random) * (1 + (i % 5)))),

        // A fifth of noise around tight clusters.
        "noisy" => i % 5 == 4
            ? (float)((random.NextDouble() * 28) - 14)
            : (float)((10 * ((i % 4 * (j + 3)) % 7 / 7.0)) + (Normal(random) * 0.3 * (1 + (i % 4)))),

        // Far from the origin of the mean and tight: what dot products alone get wrong.
        "far" => (float)((i % 2 * 10_000) + (Normal(random) * 1e-3)),
        "duplicates" => i % 7 * (j + 1),
        "line" => i * 0.5f,
        "equal" => 3.25f,
        "outlier" => i == count - 1 ? 1e6f : (float)Normal(random),
        "grid" => (i >> (2 * (j % 4))) & 3,
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "no such shape"),
    };

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
