using System.Text.Json;
using Investigator.Engine.Clusters;
using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

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
        var points = NpyFile.ReadMatrix(Path.Combine("Golden", name.Split('.')[0] + ".npy"), out _, out var dimension);
        var options = Options(root.GetProperty("params"));

        var result = Hdbscan.Run(points, dimension, options, new NeighborOptions(), new StageContext());

        var labels = root.GetProperty("labels").EnumerateArray().Select(static e => e.GetInt32()).ToArray();
        Assert.InRange(AdjustedRand.Index(labels, result.Clustering.Labels), 0.9, 1.0);

        var weight = result.Tree.Weight.Sum(static w => (double)w);
        Assert.InRange(weight / root.GetProperty("mst_weight").GetDouble(), 1 - 1e-5, 1 + 1e-5);
    }

    internal static ClusterOptions Options(JsonElement parameters) => new()
    {
        MinClusterSize = parameters.GetProperty("min_cluster_size").GetInt32(),
        MinSamples = parameters.TryGetProperty("min_samples", out var samples) ? samples.GetInt32() : null,
        Selection = parameters.TryGetProperty("cluster_selection_method", out var method) && method.GetString() == "leaf" ? SelectionMethod.Leaf : SelectionMethod.ExcessOfMass,
        Epsilon = parameters.TryGetProperty("cluster_selection_epsilon", out var epsilon) ? epsilon.GetDouble() : 0,
        AllowSingleCluster = parameters.TryGetProperty("allow_single_cluster", out var single) && single.GetBoolean(),
    };
}
