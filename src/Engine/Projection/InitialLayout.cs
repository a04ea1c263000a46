using Investigator.Engine.Core;

namespace Investigator.Engine.Projection;

/// <summary>
/// Where the points start: the two slowest modes of a random walk on the graph, by power iteration, each spread evenly.
/// </summary>
/// <remarks>
/// Few iterations are enough: any smooth function over the graph puts neighbours together, which is all the start must do. Spreading by rank keeps a few
/// distant points from squeezing all others together and gives unconnected parts of the graph places of their own.
/// </remarks>
internal static class InitialLayout
{
    public const int Rounds = 80;
    private const int Block = 1024;

    /// <summary><c>[n]</c> coordinates, from about -side to side.</summary>
    public static (float[] X, float[] Y) Lay(FuzzyGraph graph, float side, StageContext context, ProgressMeter meter)
    {
        var n = graph.Count;
        var root = new double[n];   // square root of each row's sum: the trivial mode, which holds no information
        for (var i = 0; i < n; i++)
        {
            double sum = 0;
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++) sum += graph.Weights[e];
            root[i] = Math.Sqrt(sum);
        }

        var trivial = (double[])root.Clone();
        Normalise(trivial);
        var (x, y, next) = (Noise(n, context.Seed, 1), Noise(n, context.Seed, 2), new double[n]);
        for (var round = 0; round < Rounds; round++)
        {
            (x, next) = (Walk(graph, root, x, next, context), x);
            (y, next) = (Walk(graph, root, y, next, context), y);
            Deflate(x, trivial);
            Deflate(y, trivial);
            Normalise(x);
            Deflate(y, x);
            Normalise(y);
            meter.Add(n);
        }

        return (Spread(x, root, side, context.Seed, 3), Spread(y, root, side, context.Seed, 4));
    }

    /// <summary>One step of the lazy walk, symmetrically normalised: <c>(v + D^-1/2 W D^-1/2 v) / 2</c>.</summary>
    private static double[] Walk(FuzzyGraph graph, double[] root, double[] from, double[] to, StageContext context)
    {
        Parallel.For(0, (from.Length + Block - 1) / Block, context.Parallel, block =>
        {
            for (var i = block * Block; i < Math.Min(from.Length, (block + 1) * Block); i++)
            {
                double sum = 0;
                for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
                {
                    var j = graph.Targets[e];
                    if (root[j] > 0) sum += graph.Weights[e] * from[j] / root[j];
                }

                to[i] = (from[i] + (root[i] > 0 ? sum / root[i] : 0)) / 2;
            }
        });
        return to;
    }

    private static double[] Noise(int n, int seed, int stream)
    {
        var values = new double[n];
        for (var i = 0; i < n; i++) values[i] = CounterRandom.At(seed, stream, i).Signed();
        return values;
    }

    private static void Deflate(double[] v, double[] by)
    {
        double dot = 0;
        for (var i = 0; i < v.Length; i++) dot += v[i] * by[i];
        for (var i = 0; i < v.Length; i++) v[i] -= dot * by[i];
    }

    private static void Normalise(double[] v)
    {
        double sum = 0;
        foreach (var value in v) sum += value * value;
        if (sum < 1e-200) return;
        var scale = 1 / Math.Sqrt(sum);
        for (var i = 0; i < v.Length; i++) v[i] *= scale;
    }

    private static float[] Spread(double[] v, double[] root, float side, int seed, int stream)
    {
        var n = v.Length;
        var (keys, order) = (new (double Value, double Tie)[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            // Rounded, so that points at the same place are ties, broken at random: the order of rows must not show on the map.
            keys[i] = (Math.Round(root[i] > 0 ? v[i] / root[i] : v[i], 12), CounterRandom.At(seed, stream, i).Signed());
            order[i] = i;
        }

        Array.Sort(keys, order);
        var places = new float[n];
        for (var rank = 0; rank < n; rank++) places[order[rank]] = n == 1 ? 0 : side * ((2f * rank / (n - 1)) - 1);
        return places;
    }
}
