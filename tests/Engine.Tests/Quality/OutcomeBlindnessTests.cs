using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Ingest;
using Investigator.Engine.Simulation;
using Investigator.Engine.Tables;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Quality;

/// <summary>No stage before Risk may see an outcome: with every one of them turned round, all that they compute stays the same to the bit.</summary>
public class OutcomeBlindnessTests
{
    [Fact]
    public async Task Run_WithEveryOutcomeFlipped_ChangesNothingBeforeRisk()
    {
        using var folder = new TempFolder();
        var context = new StageContext { Seed = 2, Scratch = folder.Path };
        var shop = ShopSimulator.Write(new SimulationOptions { Transactions = 1_500, Seed = 2 }, Path.Combine(folder.Path, "shop"), context);
        var flipped = folder.File("flipped.parquet");
        using (var tables = TableConnection.Open())
        {
            tables.Execute($"COPY (SELECT * REPLACE (1 - class AS class) FROM read_parquet({Sql.Text(shop.TransactionsPath)})) "
                + $"TO {Sql.Text(flipped)} (FORMAT parquet)");
        }

        var (asIs, turned) = (await RunAsync(shop.TransactionsPath, "as-is"), await RunAsync(flipped, "turned"));
        var matrices = Directory.GetFiles(asIs, "*.npy").Select(static f => Path.GetFileName(f)).Order().ToArray();
        Assert.Contains("embedding.npy", matrices);
        Assert.Contains("weights.npy", matrices);
        Assert.Equal(matrices, Directory.GetFiles(turned, "*.npy").Select(static f => Path.GetFileName(f)).Order());
        Assert.All(matrices, name => Assert.True(Bytes(asIs, name).AsSpan().SequenceEqual(Bytes(turned, name)), $"{name} differs"));
        Assert.Equal(Rows(asIs, "features.parquet"), Rows(turned, "features.parquet"));
        Assert.Equal(Rows(asIs, "members.parquet"), Rows(turned, "members.parquet"));
        Assert.NotEqual(Bytes(asIs, "risk.stage.json"), Bytes(turned, "risk.stage.json"));

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
