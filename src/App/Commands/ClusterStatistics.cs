using System.Diagnostics;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;

namespace Investigator.Commands;

/// <summary><c>--stats</c> of the cluster command.</summary>
/// <param name="Rows">Rows clustered.</param>
/// <param name="Clusters">Size, stability and persistence of each, by label.</param>
/// <param name="Noise">Rows in no cluster.</param>
/// <param name="Options">As asked.</param>
/// <param name="ChosenClusterSize">The smallest cluster size that <c>--selection persistent</c> chose; null for the others.</param>
/// <param name="DistinctRows">Rows that are no copy of an earlier one.</param>
/// <param name="Validity">How well the clusters are told apart by density (DBCV), on a sample.</param>
/// <param name="Seconds">Wall time a stage.</param>
/// <param name="SpanningTreeWeight">Sum of the spanning tree's edges.</param>
/// <param name="Recall">Of approximate neighbours, measured on a sample; null when exact.</param>
/// <param name="PeakBytes">Peak memory of the process.</param>
internal sealed record ClusterStatistics(
    int Rows, IReadOnlyList<ClusterStability> Clusters, int Noise, ClusterOptions Options, int? ChosenClusterSize, int DistinctRows, ClusterValidity Validity,
    IReadOnlyDictionary<string, double> Seconds, double SpanningTreeWeight, double? Recall, long PeakBytes)
{
    public static ClusterStatistics Of(HdbscanResult result, ClusterOptions options, ClusterValidity validity)
    {
        using var process = Process.GetCurrentProcess();
        return new ClusterStatistics(
            result.Clustering.Labels.Length, result.Clustering.Clusters, result.Clustering.Labels.Count(l => l < 0), options,
            result.Clustering.ChosenClusterSize, result.Distinct?.Count ?? result.Clustering.Labels.Length, validity, result.Seconds, result.Tree.Weight.Sum(w => (double)w),
            result.Neighbors.Recall, process.PeakWorkingSet64);
    }
}
