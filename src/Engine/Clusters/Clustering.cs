using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Clusters;

/// <summary>Which cluster each point belongs to, how strongly, and how far outside it lies.</summary>
public sealed record Clustering
{
    /// <summary><c>[n]</c>; -1 is noise, otherwise 0..clusters-1, numbered by the first row in each.</summary>
    public required int[] Labels { get; init; }

    /// <summary><c>[n]</c> membership strength in 0..1; 0 for noise.</summary>
    public required float[] Probabilities { get; init; }

    /// <summary><c>[n]</c> GLOSH outlier score in 0..1 (Campello et al. 2015).</summary>
    public required float[] OutlierScores { get; init; }

    /// <summary>One entry per cluster, by label.</summary>
    public required IReadOnlyList<ClusterStability> Clusters { get; init; }

    /// <summary>The smallest cluster size that <see cref="SelectionMethod.Persistent"/> chose; null for the other selections.</summary>
    public int? ChosenClusterSize { get; init; }

    /// <summary>Rows of each cluster in ascending order, by label.</summary>
    public int[][] Members()
    {
        var members = new int[Clusters.Count][];
        for (var c = 0; c < members.Length; c++) members[c] = new int[Clusters[c].Size];
        var filled = new int[members.Length];
        for (var i = 0; i < Labels.Length; i++)
        {
            if (Labels[i] is >= 0 and var c) members[c][filled[c]++] = i;
        }

        return members;
    }

    public void Save(string folder)
    {
        NpyFile.Write<int>(KnownFiles.Labels.In(folder), Labels, Labels.Length);
        NpyFile.Write<float>(KnownFiles.Probabilities.In(folder), Probabilities, Probabilities.Length);
        NpyFile.Write<float>(KnownFiles.OutlierScores.In(folder), OutlierScores, OutlierScores.Length);
        JsonFile.Write(KnownFiles.Stabilities.In(folder), Clusters);
        if (ChosenClusterSize is { } size) JsonFile.Write(KnownFiles.ClusterSize.In(folder), size);
    }

    public static Clustering Load(string folder) => new()
    {
        Labels = NpyFile.Read<int>(KnownFiles.Labels.Require(folder), out _),
        Probabilities = NpyFile.Read<float>(KnownFiles.Probabilities.Require(folder), out _),
        OutlierScores = NpyFile.Read<float>(KnownFiles.OutlierScores.Require(folder), out _),
        Clusters = StoredJson.Read<List<ClusterStability>>(KnownFiles.Stabilities.Require(folder)),
        ChosenClusterSize = KnownFiles.ClusterSize.FindKept(folder) is { } size ? StoredJson.Read<int>(size) : null,
    };
}

/// <param name="Size">Points.</param>
/// <param name="Stability">Excess of mass: sum over points of (lambda at which it left - lambda at the cluster's birth).</param>
/// <param name="Persistence">Stability over the largest possible for its size, in 0..1, as the hdbscan package reports it.</param>
public sealed record ClusterStability(int Size, double Stability, double Persistence);
