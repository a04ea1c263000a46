using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;

namespace Investigator.Engine.Projection;

/// <summary>
/// Neighbour graph -> map, by UMAP's objective (McInnes, Healy and Melville 2018): neighbours attract each other, random other points repel each other.
/// </summary>
/// <remarks>
/// Every point computes its own move from the positions at the start of the epoch, with random numbers that depend on its index: so any number of threads gives
/// the same map to the bit. An edge attracts in every epoch in which its accumulated share of the greatest weight passes a whole number; both ends in the same
/// epochs.
/// </remarks>
public static class LayoutOptimizer
{
    /// <summary>An edge in both directions, with its weight and its rate, and once more while the two directions are joined.</summary>
    private const int BytesPerNeighbor = 40;

    /// <summary>Two places, now and next, and what the first layout is made from.</summary>
    private const int BytesPerPoint = 48;

    private const int Block = 512;
    private const float LongestMove = 4;    // of one attraction or repulsion, before the falling rate
    private const float Side = 10;          // half the width of the start

    /// <exception cref="InputException">An option is out of range.</exception>
    public static MapLayout Lay(NeighborGraph graph, ProjectionOptions options, StageContext context)
    {
        options.Validate();
        var n = graph.Count;
        var bytes = (long)n * ((graph.K * BytesPerNeighbor) + BytesPerPoint);
        context.RequireMemory(bytes, $"laying out {Wording.Count(n)} rows on the map", "fewer rows or neighbours");
        var meter = context.Start(StageNames.Projection, (long)n * (InitialLayout.Rounds + options.Epochs), "weighing neighbours");
        context.Cancel.ThrowIfCancellationRequested();
        if (n == 0 || graph.K == 0) return Sunflower(n);
        var likeness = FuzzyGraph.Build(graph, context);
        meter.Note = "finding a start";
        var (x, y) = InitialLayout.Lay(likeness, MathF.Min(Side, MathF.Sqrt(n)), context, meter);

        meter.Note = "moving points";
        var rates = Rates(likeness, options.Epochs);
        var curve = UmapCurve.Fit(options.MinDistance, options.Spread);
        var (nextX, nextY) = (new float[n], new float[n]);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            var pass = new Pass(likeness, rates, x, y, curve, options, context.Seed, epoch);
            Parallel.For(0, (n + Block - 1) / Block, context.Parallel, block =>
            {
                var (from, to) = (block * Block, Math.Min(n, (block + 1) * Block));
                for (var i = from; i < to; i++) (nextX[i], nextY[i]) = pass.Move(i);
                meter.Add(to - from);
            });
            ((x, nextX), (y, nextY)) = ((nextX, x), (nextY, y));
        }

        Centre(x);
        Centre(y);
        meter.Finish();
        return new MapLayout { X = x, Y = y };
    }

    /// <summary>Attractions per epoch of each edge, in 0..1; 0 for edges too weak to attract even once.</summary>
    private static float[] Rates(FuzzyGraph graph, int epochs)
    {
        var strongest = graph.Weights.Length == 0 ? 1 : graph.Weights.Max();
        return Array.ConvertAll(graph.Weights, w => strongest > 0 && w * epochs >= strongest ? w / strongest : 0);
    }

    private static void Centre(float[] values)
    {
        var mean = values.Length == 0 ? 0 : values.Average(static v => (double)v);
        for (var i = 0; i < values.Length; i++) values[i] = (float)(values[i] - mean);
    }

    /// <summary>Points without neighbours: evenly over a disc, by the golden angle.</summary>
    private static MapLayout Sunflower(int n)
    {
        var (x, y) = (new float[n], new float[n]);
        for (var i = 1; i < n; i++)
        {
            var (sine, cosine) = Math.SinCos(i * Math.PI * (3 - Math.Sqrt(5)));
            (x[i], y[i]) = ((float)(Math.Sqrt(i) * cosine), (float)(Math.Sqrt(i) * sine));
        }

        return new MapLayout { X = x, Y = y };
    }

    /// <summary>One epoch's moves; positions are those at its start.</summary>
    private readonly struct Pass(FuzzyGraph graph, float[] rates, float[] x, float[] y, UmapCurve curve, ProjectionOptions options, int seed, int epoch)
    {
        private readonly float _a = (float)curve.A;
        private readonly float _b = (float)curve.B;
        private readonly float _step = 1 - ((float)epoch / options.Epochs);

        public (float X, float Y) Move(int i)
        {
            var random = CounterRandom.At(seed, 1_000 + epoch, i);
            var (px, py, pulls) = (x[i], y[i], 0);
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
            {
                if ((int)(rates[e] * (epoch + 1)) == (int)(rates[e] * epoch)) continue;
                var j = graph.Targets[e];
                var (dx, dy) = (px - x[j], py - y[j]);
                var squared = (dx * dx) + (dy * dy);
                if (squared > 0)
                {
                    var power = MathF.Pow(squared, _b);
                    var pull = -2 * _a * _b * power / (squared * (1 + (_a * power)));
                    px += Clip(pull * dx) * _step;
                    py += Clip(pull * dy) * _step;
                }

                // Each end of an edge gets half of its repulsions.
                var pushes = ((pulls + 1) * options.NegativeSamples / 2) - (pulls * options.NegativeSamples / 2);
                pulls++;
                for (; pushes > 0; pushes--) Push(i, ref px, ref py, ref random);
            }

            return (px, py);
        }

        private void Push(int i, ref float px, ref float py, ref CounterRandom random)
        {
            var j = random.Below(x.Length);
            if (j == i) return;
            var (dx, dy) = (px - x[j], py - y[j]);
            var squared = (dx * dx) + (dy * dy);
            if (squared == 0)
            {
                (dx, dy) = ((float)random.Signed() * 1e-2f, (float)random.Signed() * 1e-2f);
                squared = (dx * dx) + (dy * dy);
            }

            var push = 2 * _b / ((1e-3f + squared) * (1 + (_a * MathF.Pow(squared, _b))));
            px += Clip(push * dx) * _step;
            py += Clip(push * dy) * _step;
        }

        private static float Clip(float move) => MathF.Max(-LongestMove, MathF.Min(LongestMove, move));
    }
}
