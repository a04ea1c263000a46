using System.Text.Json;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Clusters;

/// <summary>Against what the reference implementation says of the files in Golden (see make_golden.py there).</summary>
public class GoldenTests
{
    public static TheoryData<string> Cases()
    {
        var cases = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles("Golden", "*.json").Select(Path.GetFileNameWithoutExtension).Order())
        {
            if (file is not (null or "predict")) cases.Add(file);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GoldenFile_GivesTheReferenceClustering(string name)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine("Golden", name + ".json")));
        var root = golden.RootElement;
        var points = NpyFile.ReadMatrix(Path.Combine("Golden", name.Split('.')[0] + ".npy"));
        var options = Options(root.GetProperty("params"));

        var result = Hdbscan.Run(points, options, new NeighborOptions(), new StageContext());

        var labels = Integers(root, "labels");
        Assert.Equal(root.GetProperty("clusters").GetInt32(), result.Clustering.Clusters.Count);
        Assert.Equal(1.0, AdjustedRand.Index(labels, result.Clustering.Labels));
        AssertNear(Numbers(root, "probabilities"), result.Clustering.Probabilities, 1e-4);
        AssertNear(Numbers(root, "outlier_scores"), result.Clustering.OutlierScores, 1e-3);

        var weight = result.Tree.Weight.Sum(static w => (double)w);
        Assert.InRange(weight / root.GetProperty("mst_weight").GetDouble(), 1 - 1e-5, 1 + 1e-5);

        var persistence = Numbers(root, "cluster_persistence");
        foreach (var (theirs, ours) in labels.Zip(result.Clustering.Labels).Distinct())
        {
            if (theirs >= 0) Assert.Equal(persistence[theirs], result.Clustering.Clusters[ours].Persistence, 1e-4 * Math.Max(1, persistence[theirs]));
        }
    }

    internal static ClusterOptions Options(JsonElement parameters) => new()
    {
        MinClusterSize = parameters.GetProperty("min_cluster_size").GetInt32(),
        MinSamples = parameters.TryGetProperty("min_samples", out var samples) ? samples.GetInt32() : null,
        Selection = parameters.TryGetProperty("cluster_selection_method", out var method) && method.GetString() == "leaf" ? SelectionMethod.Leaf
            : SelectionMethod.ExcessOfMass,
        Epsilon = parameters.TryGetProperty("cluster_selection_epsilon", out var epsilon) ? epsilon.GetDouble() : 0,
        AllowSingleCluster = parameters.TryGetProperty("allow_single_cluster", out var single) && single.GetBoolean(),
    };

    internal static int[] Integers(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(static e => e.GetInt32())];

    internal static double[] Numbers(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(static e => e.GetDouble())];

    internal static void AssertNear(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance)) Assert.Fail($"row {i}: expected {expected[i]}, found {actual[i]}");
        }
    }
}
