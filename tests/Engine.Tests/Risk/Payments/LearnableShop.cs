using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk.Payments;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Risk.Payments;

/// <summary>Payments whose fraud follows a law of their features; the outcomes of some accounts are known, and the others' are only the test's.</summary>
internal sealed class LearnableShop
{
    private readonly List<(bool IsFraud, bool IsKnown, string Account, string? Device, float[] Values, double? KnownAt)> _payments = [];
    private readonly List<(FeatureDefinition Definition, string[]? Levels)> _columns = [];

    public LearnableShop Number(string name, string phrase, string unit = Units.Number)
    {
        _columns.Add((new FeatureDefinition { Name = name, Phrase = phrase, Unit = unit }, null));
        return this;
    }

    public LearnableShop Sharing(string name)
    {
        _columns.Add((new FeatureDefinition
        {
            Name = name,
            Phrase = "accounts on this device in the last 24 hours",
            Unit = Units.Count,
            Kind = DistinctCount.Kind,
            Key = "entity_device",
            Column = "account",
            Window = TimeSpan.FromDays(1),
        }, null));
        return this;
    }

    public LearnableShop Category(string name, int levels)
    {
        _columns.Add((new FeatureDefinition { Name = name, Phrase = name, Unit = Units.Text }, [.. Enumerable.Range(0, levels).Select(l => $"{name} {l}")]));
        return this;
    }

    public void Add(bool isFraud, bool isKnown, string account, params float[] values) => _payments.Add((isFraud, isKnown, account, null, values, null));

    public void AddOn(string device, bool isFraud, bool isKnown, string account, params float[] values) =>
        _payments.Add((isFraud, isKnown, account, device, values, null));

    /// <param name="knownAt">Hours since the shop's start; a payment comes every hour.</param>
    public void AddLate(bool isFraud, bool isKnown, double knownAt, string account, params float[] values) =>
        _payments.Add((isFraud, isKnown, account, null, values, knownAt));

    /// <summary>Two payments of each account, drawn by <paramref name="draw"/>; of every other account the outcomes are known.</summary>
    public LearnableShop Draw(int accounts, int seed, Func<Random, (bool IsFraud, float[] Values)> draw)
    {
        var random = new Random(seed);
        for (var i = 0; i < 2 * accounts; i++)
        {
            var (isFraud, values) = draw(random);
            Add(isFraud, i % accounts % 2 == 0, $"a{i % accounts}", values);
        }
        return this;
    }

    public bool[] Truth => [.. _payments.Select(static p => p.IsFraud)];

    public FeatureMatrix Features => new()
    {
        Count = _payments.Count,
        Columns =
        [
            .. _columns.Select((c, f) => new FeatureColumn { Definition = c.Definition, Levels = c.Levels, Values = [.. _payments.Select(p => p.Values[f])] }),
        ],
    };

    public (Dataset Dataset, TransactionFacts Facts) Write(string folder)
    {
        var shop = new Shop();
        shop.Add(_payments.Select(static (p, i) => new Payment(i, p.Account, 10 + (i % 7), p.Device ?? $"d{i}", $"i{i}", i % 5 == 0 ? "declined" : "approved",
            p.IsKnown ? p.IsFraud ? "fraud" : "legitimate" : null, p.IsKnown ? p.KnownAt ?? i : null)));
        var dataset = shop.Write(folder);
        return (dataset, shop.Facts(dataset));
    }

    public PaymentRisk Learn(PaymentOptions? options = null, int threads = 2, NeighborGraph? graph = null)
    {
        using var folder = new TempFolder();
        var (dataset, facts) = Write(folder.Path);
        return PaymentModel.Learn(dataset, facts, Features, graph, options ?? new PaymentOptions(), Shop.Context with { Threads = threads });
    }

    /// <summary>Area under the curve on the accounts of which nothing is known.</summary>
    public double HiddenArea(Func<int, double> value)
    {
        int[] hidden = [.. Enumerable.Range(0, _payments.Count).Where(i => !_payments[i].IsKnown)];
        return RankQuality.AreaUnderCurve(Array.ConvertAll(hidden, i => value(i)), Array.ConvertAll(hidden, i => _payments[i].IsFraud));
    }

    /// <summary>The same of one tree of depth 3, grown on what is known.</summary>
    public double HiddenAreaOfOneTree()
    {
        var bins = FeatureBins.Cut(Features.Columns, 64, Shop.Context);
        int[] known = [.. Enumerable.Range(0, _payments.Count).Where(i => _payments[i].IsKnown)];
        var share = known.Count(i => _payments[i].IsFraud) / (double)known.Length;
        var grower = new TreeGrower(bins, [.. bins.Select(b => Array.ConvertAll(known, i => b.Codes[i]))], new PaymentOptions { LearningRate = 1 });
        var tree = grower.Grow([.. Enumerable.Range(0, known.Length)], Array.ConvertAll(known, i => (_payments[i].IsFraud ? 1 : 0) - share),
            Array.ConvertAll(known, _ => share * (1 - share)));
        float[][] values = [.. Features.Columns.Select(static c => c.Values)];
        return HiddenArea(i => tree.Value(values, i));
    }
}
