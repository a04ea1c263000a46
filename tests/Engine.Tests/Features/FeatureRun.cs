using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tests.Sequences;

namespace Investigator.Engine.Tests.Features;

/// <summary>Both stages over a hand-written shop.</summary>
internal static class FeatureRun
{
    public static readonly StageContext Context = new() { Threads = 2 };

    public static FeatureMatrix Compute(Dataset dataset, FeatureOptions? options = null, StageContext? context = null) =>
        Compute(dataset, EventSequences.Build(dataset, new SequenceOptions(), Context), options, context);

    public static FeatureMatrix Compute(Dataset dataset, SequenceSet sequences, FeatureOptions? options = null, StageContext? context = null) =>
        FeatureComputation.Compute(dataset, sequences, TransactionFacts.Read(dataset, sequences, null, null, Context), options
            ?? new FeatureOptions(), dataset.Folder, context ?? Context);

    public static float[] Values(this FeatureMatrix matrix, string name) =>
        (matrix.Find(name) ?? throw new ArgumentException("no feature " + name + " among "
            + string.Join(", ", matrix.Columns.Select(c => c.Definition.Name)))).Values;

    /// <summary>Categories as text, null where missing.</summary>
    public static string?[] Texts(this FeatureMatrix matrix, string name)
    {
        var column = matrix.Find(name)!;
        return [.. column.Values.Select(v => float.IsNaN(v) ? null : column.Levels![(int)v])];
    }

    /// <summary>Random outcomes, some unknown, that become known up to three days later.</summary>
    public const string Mixed = "mixed";

    /// <summary>Many payments on few accounts, devices and cards: ties, missing values, declines, events.</summary>
    public static TestShop RandomShop(int seed, int payments, string? outcome = null, double until = 900_000)
    {
        var random = new Random(seed);
        var shop = new TestShop();
        for (var i = 0; i < payments; i++)
        {
            // Whole minutes: many fall together.
            var at = Math.Floor(random.NextDouble() * until / 60) * 60;
            var account = "a" + random.Next(15);
            var known = outcome == Mixed ? at + Math.Floor(random.NextDouble() * 3 * 1440) * 60 : at;
            var own = outcome == Mixed ? (string?[])["fraud", "legitimate", "legitimate", null] : [outcome];
            shop.Pay($"t{i:0000}", account, at, random.Next(10) == 0 ? null : random.Next(1, 20_000) / 100.0, random.Next(8) == 0 ? null
                : "d" + random.Next(10), "c" + random.Next(30),
                random.Next(6) == 0 ? null : "b" + random.Next(4), random.Next(5) == 0 ? null : random.Next(18, 80), random.Next(3) == 0 ? "declined"
                    : "approved", own[own.Length == 1 ? 0 : random.Next(own.Length)], known,
                outcome == Mixed && i % 7 > 0 ? at - (i % 11 * 3_000) : null);
            for (var e = random.Next(4); e > 0; e--) shop.See(account, at - e * 10 - random.Next(5), "p" + random.Next(3));
        }
        return shop;
    }
}
