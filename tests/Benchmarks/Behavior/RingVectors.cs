using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Embedding.Network;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Sequences;

namespace Investigator.Benchmarks.Behavior;

/// <summary>How near each other vectors put the members of planted rings, and simple vectors to compare with.</summary>
internal static class RingVectors
{
    private const int K = 10;
    private const int LeastSize = 20;
    private const double BinsAFactorOfE = 1;
    private const int Bins = 11; // 50 ms to half an hour

    /// <summary>Over members of rings of 20 or more: the mean share of the 10 nearest vectors that are of the same ring.</summary>
    public static double Retrieval(float[] vectors, int dimension, int?[] rings)
    {
        var graph = NeighborSearch.Find(new(vectors, dimension), new NeighborOptions { K = K, Mode = NeighborMode.Exact }, new StageContext());
        var large = rings.Where(static r => r is not null).GroupBy(static r => r).Where(static g => g.Count() >= LeastSize)
            .Select(static g => g.Key).ToHashSet();
        var (members, same) = (0L, 0L);
        for (var i = 0; i < graph.Count; i++)
        {
            if (rings[i] is null || !large.Contains(rings[i])) continue;
            members++;
            foreach (var neighbor in graph.Indices.AsSpan(i * K, K)) same += rings[neighbor] == rings[i] ? 1 : 0;
        }

        return members == 0 ? double.NaN : (double)same / (members * K);
    }

    /// <summary>Shares of pages beside shares of log dwells, one row a sequence.</summary>
    public static (float[] Vectors, int Dimension) Bags(SequenceSet set)
    {
        var dimension = set.Vocabulary.Length + Bins;
        var vectors = new float[set.Count * dimension];
        for (var i = 0; i < set.Count; i++)
        {
            for (var e = set.Offsets[i]; e < set.Offsets[i + 1]; e++)
            {
                var share = 1f / set.Length(i);
                vectors[(i * dimension) + set.Types[e]] += share;
                vectors[(i * dimension) + set.Vocabulary.Length + Math.Min(Bins - 1, (int)(EventTiming.Log(set.Dwell[e]) * BinsAFactorOfE))] += share;
            }
        }

        return (vectors, dimension);
    }

    /// <summary>The bags thrown on as many random directions as the model has (Johnson and Lindenstrauss).</summary>
    public static float[] Project(float[] bags, int from, int to, int seed)
    {
        var random = new Random(seed);
        var directions = Enumerable.Range(0, from * to).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var vectors = new float[bags.Length / from * to];
        for (var i = 0; i < vectors.Length / to; i++)
        {
            for (var j = 0; j < to; j++)
            {
                vectors[(i * to) + j] = System.Numerics.Tensors.TensorPrimitives.Dot(bags.AsSpan(i * from, from), directions.AsSpan(j * from, from));
            }
        }

        return vectors;
    }
}
