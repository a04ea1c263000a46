using System.Diagnostics;
using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Matrices;

namespace Investigator.Commands;

/// <summary><c>--stats</c> of the cluster command.</summary>
/// <param name="Rows">Rows clustered.</param>
/// <param name="Clusters">Size, stability (in 1 over the matrix's own distances) and persistence of each, by label.</param>
/// <param name="Noise">Rows in no cluster.</param>
/// <param name="Options">As asked.</param>
/// <param name="ChosenClusterSize">The smallest cluster size that <c>--selection persistent</c> chose; null for the others.</param>
/// <param name="DistinctRows">Rows that are no copy of an earlier one.</param>
/// <param name="Validity">How well the clusters are told apart by density (DBCV), on a sample.</param>
/// <param name="Seconds">Wall time a stage.</param>
/// <param name="SpanningTreeWeight">Sum of the spanning tree's edges, in the matrix's own distances.</param>
/// <param name="Recall">Of approximate neighbours, measured on a sample; null when exact.</param>
/// <param name="PeakBytes">Peak memory of the process.</param>
internal sealed record ClusterStatistics(
    int Rows, IReadOnlyList<ClusterStability> Clusters, int Noise, ClusterOptions Options, int? ChosenClusterSize, int DistinctRows, ClusterValidity Validity,
    IReadOnlyDictionary<string, double> Seconds, double SpanningTreeWeight, double? Recall, long PeakBytes)
{
    /// <param name="options">As asked, in the matrix's own distances.</param>
    /// <param name="scaling">What distances were multiplied by.</param>
    public static ClusterStatistics Of(HdbscanResult result, ClusterOptions options, ClusterValidity validity, PointScaling scaling)
    {
        using var process = Process.GetCurrentProcess();
        return new ClusterStatistics(
            result.Clustering.Labels.Length,
            [.. result.Clustering.Clusters.Select(c => c with { Stability = Math.Min(c.Stability * scaling.Factor, double.MaxValue) })],
            result.Clustering.Labels.Count(l => l < 0), options,
            result.Clustering.ChosenClusterSize, result.Distinct?.Count ?? result.Clustering.Labels.Length, validity, result.Seconds,
            Math.Min(result.Tree.Weight.Sum(w => (double)w) / scaling.Factor, double.MaxValue),
            result.Neighbors.Recall, process.PeakWorkingSet64);
    }
}
