namespace Investigator.Engine.Clusters;

/// <summary>How well clusters are separated by density: DBCV (Moulavi, Jaskowiak, Campello, Zimek and Sander 2014). Made by <see cref="Dbcv"/>.</summary>
/// <param name="Score">In -1..1: mean over rows of their cluster's validity, noise counting 0. 0 with fewer than two clusters.</param>
/// <param name="Clusters">By label, in -1..1: positive when what separates a cluster is wider than its own widest gap. 0 for one that has fewer than two
/// distinct rows.</param>
/// <param name="Rows">Distinct rows looked at.</param>
public sealed record ClusterValidity(double Score, double[] Clusters, int Rows);
