using Investigator.Engine.Core;
using Investigator.Engine.Hierarchy;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Clusters;

/// <summary>
/// What is needed of a clustering to place further points in it: the points, their core distances, the condensed tree and the clusters selected from it.
/// Memory: the points and 16 to 20 bytes per point.
/// </summary>
public sealed record ClusterModel
{
    /// <summary><c>[n, d]</c>, those the clusters were found in.</summary>
    public required PointMatrix Points { get; init; }

    /// <summary>As the clusters were found with (<see cref="ClusterOptions.CoreNeighbors"/>).</summary>
    public required int MinSamples { get; init; }

    /// <summary>
    /// <c>[n]</c> distance to the (<see cref="MinSamples"/> - 1)-th neighbour: prediction in the hdbscan package counts the point itself, unlike its
    /// clustering.
    /// </summary>
    public required float[] CoreDistances { get; init; }

    /// <summary><c>[n]</c> rows that each point stands for; null if one each.</summary>
    public int[]? Copies { get; init; }

    /// <summary>Of the points; cluster sizes count copies.</summary>
    public required CondensedTree Tree { get; init; }

    /// <summary><c>[Tree.Clusters]</c> label of the selected cluster that each node is or lies in; -1 for none.</summary>
    public required int[] ClusterLabel { get; init; }

    /// <summary><c>[labels]</c> greatest lambda at which a point, or a child, leaves the cluster; may be plus infinity.</summary>
    public required double[] MaxLambda { get; init; }

    /// <summary>Lambda from which a point belongs to the root, when everything is one cluster; 0 otherwise.</summary>
    public required double RootThreshold { get; init; }

    public int Count => CoreDistances.Length;

    /// <param name="points">Those that <paramref name="result"/> was made from, all rows; where it collapsed duplicates, the model keeps each once.</param>
    /// <param name="options">Those that <paramref name="result"/> was made with.</param>
    public static ClusterModel Of(PointMatrix points, HdbscanResult result, ClusterOptions options)
    {
        var labelled = DensityClusters.Label(result.Tree, options);
        var tree = labelled.Tree;
        if (result.Distinct is { } distinct)
        {
            points = points.Gather(distinct.FirstIndex);
            tree = tree with
            {
                PointCluster = Array.ConvertAll(distinct.FirstIndex, row => tree.PointCluster[row]),
                PointLambda = Array.ConvertAll(distinct.FirstIndex, row => tree.PointLambda[row])
            };
        }

        return new ClusterModel
        {
            Points = points,
            Copies = result.Distinct?.Counts,
            MinSamples = options.CoreNeighbors(),
            CoreDistances = Hierarchy.CoreDistances.Of(result.Neighbors, options.CoreNeighbors() - 1, result.Distinct?.Counts),
            Tree = tree,
            ClusterLabel = labelled.ClusterLabel,
            MaxLambda = labelled.MaxLambda,
            RootThreshold = labelled.RootThreshold,
        };
    }

    /// <summary>Writes the model into <paramref name="folder"/>, creating the folder if necessary.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        NpyFile.Write(KnownFiles.ClusterModelArray("points").In(folder), Points);
        NpyFile.Write<float>(KnownFiles.ClusterModelArray("core").In(folder), CoreDistances, Count);
        if (Copies is not null) NpyFile.Write<int>(KnownFiles.ClusterModelArray("copies").In(folder), Copies, Count);
        NpyFile.Write<int>(KnownFiles.ClusterModelArray("point_cluster").In(folder), Tree.PointCluster, Count);
        NpyFile.Write<double>(KnownFiles.ClusterModelArray("point_lambda").In(folder), Tree.PointLambda, Count);
        NpyFile.Write<int>(KnownFiles.ClusterModelArray("parent").In(folder), Tree.Parent, Tree.Clusters);
        NpyFile.Write<double>(KnownFiles.ClusterModelArray("birth").In(folder), Tree.Birth, Tree.Clusters);
        NpyFile.Write<int>(KnownFiles.ClusterModelArray("size").In(folder), Tree.Size, Tree.Clusters);
        NpyFile.Write<int>(KnownFiles.ClusterModelArray("cluster_label").In(folder), ClusterLabel, ClusterLabel.Length);
        NpyFile.Write<double>(KnownFiles.ClusterModelArray("max_lambda").In(folder), MaxLambda, MaxLambda.Length);

        // JSON has no infinite numbers, so lambdas go to arrays.
        NpyFile.Write<double>(KnownFiles.ClusterModelArray("root_threshold").In(folder), [RootThreshold], 1);
        string[] names = ["points", "core", .. Copies is null ? (string[])[] : ["copies"], "point_cluster", "point_lambda", "parent", "birth", "size",
            "cluster_label", "max_lambda", "root_threshold"];
        var arrays = names.Select(name => FileSum.Of(KnownFiles.ClusterModelArray(name).In(folder)));
        SealedJson.Write(KnownFiles.ClusterModel.In(folder), new Header(MinSamples, Copies is not null, [.. arrays]));
    }

    /// <exception cref="InputException">A file is missing, damaged, or of another length than the others.</exception>
    public static ClusterModel Load(string folder)
    {
        var header = SealedJson.Read<Header>(KnownFiles.ClusterModel.Find(folder), isRequired: false);
        if (header.Arrays is not null) SealedJson.Require(KnownFiles.ClusterModel.Find(folder)); // what bears hashes was written with a seal
        var model = new ClusterModel
        {
            Points = NpyFile.ReadMatrix(Existing("points")),
            MinSamples = header.MinSamples,
            CoreDistances = Array<float>("core"),
            Copies = header.Collapsed ? Array<int>("copies") : null,
            Tree = new CondensedTree
            {
                PointCluster = Array<int>("point_cluster"),
                PointLambda = Array<double>("point_lambda"),
                Parent = Array<int>("parent"),
                Birth = Array<double>("birth"),
                Size = Array<int>("size"),
            },
            ClusterLabel = Array<int>("cluster_label"),
            MaxLambda = Array<double>("max_lambda"),
            RootThreshold = Array<double>("root_threshold") is [var threshold] ? threshold
                : throw new InputException("the model is damaged", folder, value: KnownFiles.ClusterModelArray("root_threshold").Name, expected: "one number"),
        };
        var (n, clusters) = (model.Count, model.Tree.Clusters);
        int[] rows = [model.Points.Count, model.Tree.PointCluster.Length, model.Tree.PointLambda.Length, model.Copies?.Length ?? n];
        int[] nodes = [model.Tree.Birth.Length, model.Tree.Size.Length, model.ClusterLabel.Length];
        if (rows.Any(length => length != n) || nodes.Any(length => length != clusters))
        {
            throw new InputException("the model's files do not belong together", folder, expected: $"{n} points and {clusters} clusters in each");
        }
        return model;

        T[] Array<T>(string name)
            where T : unmanaged => NpyFile.Read<T>(Existing(name), out _);

        string Existing(string name)
        {
            var path = KnownFiles.ClusterModelArray(name).In(folder);
            if (!File.Exists(path)) throw new InputException("there is no such file", path);
            if (header.Arrays is null) return path;
            if (header.Arrays.FirstOrDefault(a => a.Name == Path.GetFileName(path)) is not { } written)
            {
                throw new InputException("the model does not list this array", path);
            }
            return Manifest.Compare(path, written, contents: true) is { } problem ? throw new DamagedFileException(path, problem) : path;
        }
    }

    /// <param name="Arrays">Size and hash of each array; null in models from before they were written.</param>
    private sealed record Header(int MinSamples, bool Collapsed, FileSum[]? Arrays = null);
}
