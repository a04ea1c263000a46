using System.Numerics;
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
    private const int Block = 4096;

    /// <summary>A place is about 1; what differs by less than a hundred thousandth is rounding.</summary>
    private const double PlacesToOne = 1e5;

    private const int TieBits = 24;

    /// <summary><c>[n]</c> coordinates, from about -side to side.</summary>
    public static Vector2[] Lay(FuzzyGraph graph, float side, StageContext context, ProgressMeter meter)
    {
        var n = graph.Count;
        var root = new float[n];   // square root of each row's sum: the trivial mode, which holds no information
        var places = new Vector2[n];
        var blocks = new double[(n + Block - 1) / Block, 5];
        ForEach((i, _) =>
        {
            double sum = 0;
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++) sum += graph.Weights[e];
            root[i] = (float)Math.Sqrt(sum);
            var random = CounterRandom.At(context.Seed, 1, i);
            places[i] = new Vector2((float)random.Signed(), (float)random.Signed());
        });
        var scaled = new Vector2[n];
        var mass = root.Sum(static r => (double)r * r);
        for (var round = 0; round < Rounds; round++)
        {
            // One step of the lazy walk, symmetrically normalised: (v + D^-1/2 W D^-1/2 v) / 2.
            ForEach((i, _) => scaled[i] = root[i] > 0 ? places[i] / root[i] : default);
            Array.Clear(blocks);
            ForEach((i, block) =>
            {
                var sum = Vector2.Zero;
                for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++) sum += graph.Weights[e] * scaled[graph.Targets[e]];
                var place = (places[i] + (root[i] > 0 ? sum / root[i] : default)) / 2;
                places[i] = place;
                blocks[block, 0] += (double)place.X * root[i];
                blocks[block, 1] += (double)place.Y * root[i];
                blocks[block, 2] += (double)place.X * place.X;
                blocks[block, 3] += (double)place.X * place.Y;
                blocks[block, 4] += (double)place.Y * place.Y;
            });

            // Without the trivial mode, and the second without the first, each of length sqrt(n), so that a place is about 1.
            var (trivialX, trivialY) = mass > 0 ? (Total(0) / mass, Total(1) / mass) : (0, 0);
            var xx = Total(2) - (trivialX * trivialX * mass);
            var xy = Total(3) - (trivialX * trivialY * mass);
            var yy = Total(4) - (trivialY * trivialY * mass);
            var shared = xx > 0 ? xy / xx : 0;
            var scaleX = xx > 1e-30 ? Math.Sqrt(n / xx) : 1;
            var left = yy - (shared * xy);
            var scaleY = left > 1e-30 ? Math.Sqrt(n / left) : 1;
            ForEach((i, _) =>
            {
                var ownX = places[i].X - (trivialX * root[i]);
                var ownY = places[i].Y - (trivialY * root[i]) - (shared * ownX);
                places[i] = new Vector2((float)(ownX * scaleX), (float)(ownY * scaleY));
            });
            meter.Add(n);
        }

        ForEach((i, _) => { if (root[i] > 0) places[i] /= root[i]; });
        float[] x = [], y = [];
        Parallel.Invoke(context.Parallel,
            () => x = Spread(places, static place => place.X, side, context.Seed, 3),
            () => y = Spread(places, static place => place.Y, side, context.Seed, 4));
        ForEach((i, _) => places[i] = new Vector2(x[i], y[i]));
        return places;

        double Total(int which)
        {
            double sum = 0;
            for (var block = 0; block < blocks.GetLength(0); block++) sum += blocks[block, which];
            return sum;
        }

        void ForEach(Action<int, int> work) => Parallel.For(0, (n + Block - 1) / Block, context.Parallel, block =>
        {
            for (var i = block * Block; i < Math.Min(n, (block + 1) * Block); i++) work(i, block);
        });
    }

    /// <summary>Evenly by rank. Points at the same place are ties, broken at random: the order of rows must not show on the map.</summary>
    private static float[] Spread(Vector2[] places, Func<Vector2, float> axis, float side, int seed, int stream)
    {
        var n = places.Length;
        var (keys, order) = (new long[n], new int[n]);
        for (var i = 0; i < n; i++)
        {
            const double Farthest = 1L << (62 - TieBits);
            var tie = CounterRandom.At(seed, stream, i).Below(1 << TieBits);
            keys[i] = ((long)Math.Clamp(Math.Round(axis(places[i]) * PlacesToOne), -Farthest, Farthest) << TieBits) | (uint)tie;
            order[i] = i;
        }

        Array.Sort(keys, order);
        var spread = new float[n];
        for (var rank = 0; rank < n; rank++) spread[order[rank]] = n == 1 ? 0 : side * ((2f * rank / (n - 1)) - 1);
        return spread;
    }
}
