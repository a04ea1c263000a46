namespace Investigator.Engine.Hierarchy;

/// <summary>
/// The linkage tree without splits that only shed a few points: what is left are clusters that lose points as lambda (1 / distance) rises, until they split
/// into two that are both large enough, or are used up (Campello, Moulavi and Sander 2013). Cluster 0 is the root; a child's number is higher than its
/// parent's.
/// </summary>
public sealed record CondensedTree
{
    /// <summary><c>[n]</c> the deepest cluster that each point belongs to.</summary>
    public required int[] PointCluster { get; init; }

    /// <summary><c>[n]</c> lambda at which the point leaves that cluster; plus infinity when it never leaves (distance 0).</summary>
    public required double[] PointLambda { get; init; }

    /// <summary><c>[clusters]</c>; -1 for the root.</summary>
    public required int[] Parent { get; init; }

    /// <summary><c>[clusters]</c> lambda at which the cluster splits off its parent; 0 for the root. Always finite.</summary>
    public required double[] Birth { get; init; }

    /// <summary><c>[clusters]</c> points at birth.</summary>
    public required int[] Size { get; init; }

    public int Clusters => Parent.Length;

    public static CondensedTree Of(LinkageTree linkage, int minClusterSize)
    {
        var n = linkage.Count;
        var cluster = new int[(2 * n) - 1];

        // Lambda at which a node's points have left their cluster; NaN while they have not.
        var left = new double[(2 * n) - 1];
        Array.Fill(left, double.NaN);
        List<int> parent = [-1];
        List<double> birth = [0];
        List<int> size = [n];

        // Parents have higher numbers than their children, so one pass downwards sees each parent first.
        for (var node = (2 * n) - 2; node >= n; node--)
        {
            var (a, b) = (linkage.Left[node - n], linkage.Right[node - n]);
            var own = cluster[node];
            (cluster[a], cluster[b]) = (own, own);
            if (!double.IsNaN(left[node]))
            {
                (left[a], left[b]) = (left[node], left[node]);
                continue;
            }

            var distance = linkage.Distance[node - n];
            var lambda = distance > 0 ? 1.0 / distance : double.PositiveInfinity;
            var (aLarge, bLarge) = (linkage.SizeOf(a) >= minClusterSize, linkage.SizeOf(b) >= minClusterSize);

            // Points at distance 0 from one another are one place: they are never split into clusters.
            if (aLarge && bLarge && distance > 0)
            {
                cluster[a] = Add(a);
                cluster[b] = Add(b);
            }
            else
            {
                if (!aLarge || distance <= 0) left[a] = lambda;
                if (!bLarge || distance <= 0) left[b] = lambda;
            }

            int Add(int child)
            {
                parent.Add(own);
                birth.Add(lambda);
                size.Add(linkage.SizeOf(child));
                return parent.Count - 1;
            }
        }

        var pointLambda = left.AsSpan(0, n).ToArray();

        // A single row, or a cluster of one point, never leaves.
        for (var i = 0; i < n; i++)
        {
            if (double.IsNaN(pointLambda[i])) pointLambda[i] = double.PositiveInfinity;
        }

        var pointCluster = cluster.AsSpan(0, n).ToArray();
        return new CondensedTree { PointCluster = pointCluster, PointLambda = pointLambda, Parent = [.. parent], Birth = [.. birth], Size = [.. size] };
    }
}
