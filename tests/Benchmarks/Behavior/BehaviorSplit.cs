using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Behavior;

/// <summary>The sequences of a simulated shop, three quarters to learn from and a quarter held out.</summary>
/// <param name="Whole">All sequences.</param>
/// <param name="Rings">Of each row of <paramref name="Whole"/>, the planted ring it belongs to, or null.</param>
/// <param name="Train">A set of its own, so that nothing can look at the rest.</param>
/// <param name="HeldOut">Rows of <paramref name="Whole"/>.</param>
internal sealed record BehaviorSplit(SequenceSet Whole, int?[] Rings, SequenceSet Train, int[] HeldOut)
{
    private const int Quarter = 4;

    public static BehaviorSplit Make(int transactions, int seed)
    {
        using var folder = new TempFolder();
        var context = new StageContext { Seed = seed, Scratch = folder.Path };
        var shop = ShopSimulator.Write(new SimulationOptions { Transactions = transactions, Seed = seed }, Path.Combine(folder.Path, "shop"), context);
        var request = new LoadRequest
        {
            Transactions = shop.TransactionsPath,
            Events = shop.EventsPath,
            Mapping = MappingFile.Read(shop.MappingPath),
            Name = "simulated shop"
        };
        var dataset = DatasetLoader.Load(request, Directory.CreateDirectory(Path.Combine(folder.Path, "datasets")).FullName, context);
        var whole = EventSequences.Build(dataset, new SequenceOptions(), context);
        var truth = SimulatedTruth.Read(shop.Folder).Origins;
        using var tables = TableConnection.Open();
        var ids = tables.Query($"SELECT id FROM read_parquet({Sql.Text(dataset.TransactionsPath)}) ORDER BY row", static r => r.GetString(0));
        var rings = ids.Select(id => truth[id] is { Innocent: false } origin ? origin.Ring : null).ToArray();
        var rows = Enumerable.Range(0, whole.Count).ToArray();
        new Random(seed).Shuffle(rows);
        return new BehaviorSplit(whole, rings, Take(whole, rows[(rows.Length / Quarter)..]), rows[..(rows.Length / Quarter)]);
    }

    private static SequenceSet Take(SequenceSet set, int[] rows)
    {
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++) offsets[i + 1] = offsets[i] + set.Length(rows[i]);
        return new SequenceSet
        {
            Offsets = offsets,
            Types = Of(set.Types),
            Dwell = Of(set.Dwell),
            Gap = Of(set.Gap),
            Vocabulary = set.Vocabulary,
            MaxLength = set.MaxLength
        };

        T[] Of<T>(T[] values)
        {
            var taken = new T[offsets[^1]];
            for (var i = 0; i < rows.Length; i++) values.AsSpan(set.Offsets[rows[i]], set.Length(rows[i])).CopyTo(taken.AsSpan(offsets[i]));
            return taken;
        }
    }
}
