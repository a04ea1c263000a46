using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

/// <summary>Behaviour is learned without outcomes, and what became known after a run's as-of time does not exist for any stage.</summary>
public class OutcomeBlindnessTests
{
    /// <summary>What the behaviour model makes of the events; features may look at outcomes that were known by then, and so may the space.</summary>
    private static readonly string[] _ofBehavior = ["embedding.npy", "weights.npy", "attention.npy"];

    [Fact]
    public async Task Run_WithEveryOutcomeFlipped_LearnsTheSameBehavior()
    {
        using var folder = new TempFolder();
        var (asIs, turned) = await RunBothAsync(folder, "true");
        Assert.All(_ofBehavior, name => Assert.True(Bytes(asIs, name).AsSpan().SequenceEqual(Bytes(turned, name)), $"{name} differs"));
        Assert.NotEqual(Bytes(asIs, "risk.stage.json"), Bytes(turned, "risk.stage.json"));
    }

    [Fact]
    public async Task Run_WithOutcomesFlippedThatBecameKnownLater_FindsTheSame()
    {
        using var folder = new TempFolder();
        var (asIs, turned) = await RunBothAsync(folder, "chargeback_time > (SELECT max(purchase_time) FROM shop)");
        var matrices = Directory.GetFiles(asIs, "*.npy").Select(static f => Path.GetFileName(f)).Order().ToArray();
        Assert.Superset(_ofBehavior.ToHashSet(), matrices.ToHashSet());
        Assert.Equal(matrices, Directory.GetFiles(turned, "*.npy").Select(static f => Path.GetFileName(f)).Order());
        string[] files = [.. matrices, "risk.stage.json", "rules.json", "findings.json", "narratives.md"];
        Assert.All(files, name => Assert.True(Bytes(asIs, name).AsSpan().SequenceEqual(Bytes(turned, name)), $"{name} differs"));
        Assert.Equal(Rows(asIs, "features.parquet"), Rows(turned, "features.parquet"));
        Assert.Equal(Rows(asIs, "members.parquet"), Rows(turned, "members.parquet"));
    }

    /// <summary>A run over a shop as it is, and over the same with some outcomes turned round.</summary>
    /// <param name="folder">For both.</param>
    /// <param name="which">SQL: the rows whose outcome is turned round.</param>
    private static async Task<(string AsIs, string Turned)> RunBothAsync(TempFolder folder, string which)
    {
        var context = new StageContext { Seed = 2, Scratch = folder.Path };
        var shop = ShopSimulator.Write(new SimulationOptions { Transactions = 1_500, Seed = 2 }, Path.Combine(folder.Path, "shop"), context);
        var flipped = folder.File("flipped.parquet");
        using (var tables = TableConnection.Open())
        {
            tables.Execute($"CREATE TABLE shop AS SELECT * FROM read_parquet({Sql.Text(shop.TransactionsPath)})");
            Assert.True(tables.Query($"SELECT count(*) FROM shop WHERE class IS NOT NULL AND {which}", static r => r.GetInt64(0)).Single() > 0);
            tables.Execute($"COPY (SELECT * REPLACE (CASE WHEN {which} THEN 1 - class ELSE class END AS class) FROM shop) "
                + $"TO {Sql.Text(flipped)} (FORMAT parquet)");
        }

        return (await RunAsync(shop.TransactionsPath, "as-is"), await RunAsync(flipped, "turned"));

        async Task<string> RunAsync(string transactions, string name)
        {
            var request = new LoadRequest { Transactions = transactions, Events = shop.EventsPath, Mapping = MappingFile.Read(shop.MappingPath), Name = name };
            var dataset = DatasetLoader.Load(request, Directory.CreateDirectory(folder.File(name + "-data")).FullName, context);
            var run = folder.File(name);
            await Pipeline.RunAsync(dataset, new RunOptions { Seed = 2, Embedding = new EmbeddingOptions { MaxEpochs = 1 } }, run,
                cancel: TestContext.Current.CancellationToken);
            return run;
        }
    }

    private static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(folder, name));

    /// <summary>Every row as text, in the file's order.</summary>
    private static IReadOnlyList<string> Rows(string folder, string name)
    {
        using var tables = TableConnection.Open();
        return tables.Query($"SELECT t::VARCHAR FROM read_parquet({Sql.Text(Path.Combine(folder, name))}) t", static r => r.GetString(0));
    }
}
