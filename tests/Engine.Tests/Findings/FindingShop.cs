using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Findings;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Risk;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Findings;

/// <summary>Payments in clusters, and where they lie in the space: what findings are made from.</summary>
internal sealed class FindingShop
{
    private readonly Shop _shop = new();
    private readonly Dictionary<string, float> _places = [];

    /// <summary>Clusters that are called risky.</summary>
    public Predicate<int> Risky { get; init; } = static _ => true;

    /// <summary>How probably each cluster is a ring; null for what its signs say.</summary>
    public double? Ring { get; init; }

    public FindingOptions Options { get; init; } = new();

    /// <summary>How many nearest neighbours of a payment are known.</summary>
    public int Neighbors { get; init; } = 5;

    public ClusterOptions Clusters { get; init; } = new() { MinClusterSize = 10, MaxClusterSize = 1000 };

    /// <summary>One payment an account, half an hour apart.</summary>
    /// <param name="name">Begins the accounts' names.</param>
    /// <param name="cluster">Its label.</param>
    /// <param name="count">Payments.</param>
    /// <param name="place">Center on the first axis of the space; payments scatter around it by 1.</param>
    /// <param name="hours">When it begins.</param>
    /// <param name="device">Of the i-th payment; null for its own.</param>
    /// <param name="ip">Likewise.</param>
    /// <param name="pages">What led to all of them; null for pages that nobody else saw.</param>
    /// <param name="dwell">Seconds on each page.</param>
    public FindingShop Add(
        string name, int cluster, int count, float place, double hours = 100, Func<int, string?>? device = null, Func<int, string?>? ip = null,
        string[]? pages = null, float dwell = 1)
    {
        _places[name] = place;
        _shop.Add(Enumerable.Range(0, count).Select(i => new Payment(
            hours + (i / 2.0), $"{name}{i}", 20, device?.Invoke(i) ?? $"{name}-d{i}", ip?.Invoke(i) ?? $"{name}-i{i}", "approved",
            Cluster: cluster)
        {
            Pages = pages ?? [$"{name}{i}", "cart", "pay"],
            Dwell = [.. Enumerable.Repeat(dwell, pages?.Length ?? 3)],
        }));
        return this;
    }

    public FindingShop With(Predicate<Payment> which, Func<Payment, Payment> change)
    {
        _shop.With(which, change);
        return this;
    }

    public IReadOnlyList<Payment> Payments => _shop.Payments;

    public FindingSet Build(int threads = 2)
    {
        using var folder = new TempFolder();
        var dataset = _shop.Write(folder.Path);
        var (clustering, points, context) = (_shop.Clustering(), Points(), new StageContext { Threads = threads });
        var graph = points.Count == 0 ? new NeighborGraph { Count = 0, K = 0, Indices = [], Distances = [] }
            : NeighborSearch.Find(points, new NeighborOptions { K = Neighbors, Mode = NeighborMode.Exact }, context);
        return FindingBuilder.Build(clustering, _shop.Facts(dataset), _shop.Scripts(dataset), points, graph, Assess, Options, Clusters, context);

        IReadOnlyList<FindingRisk> Assess(IReadOnlyList<int[]> parts)
        {
            var risks = RiskAssessment.Assess(dataset, parts, _shop.Facts(dataset), _shop.Scripts(dataset), new RiskOptions(), Shop.Context);
            return [.. risks.Select((risk, i) => risk with { Risky = Risky(clustering.Labels[parts[i][0]]), Ring = Ring ?? risk.Ring })];
        }
    }

    /// <summary>Names of the groups whose payments are in each finding, with how many.</summary>
    public IEnumerable<string> Contents(FindingSet findings) => findings.Members().Select(rows => string.Join(" ", rows
        .GroupBy(row => Payments[row].Account.TrimEnd("0123456789".ToCharArray()))
        .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}:{group.Count()}")));

    private PointMatrix Points()
    {
        var random = new Random(1);
        return new PointMatrix(
            [
                .. Payments.SelectMany(p =>
                    (float[])[_places[p.Account.TrimEnd("0123456789".ToCharArray())] + (float)Shop.Gauss(random), (float)Shop.Gauss(random)]),
            ],
            2);
    }
}
