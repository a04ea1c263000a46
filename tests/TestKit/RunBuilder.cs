using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Ingest;
using Investigator.Engine.Projection;
using Investigator.Engine.Simulation;
using Investigator.Engine.Space;
using Investigator.Engine.Tables;

namespace Investigator.TestKit;

/// <summary>A tiny simulated shop for tests, with what its source may lack, for the code that users' data goes through to load and run.</summary>
/// <remarks>Equal builders give equal results.</remarks>
public sealed record RunBuilder
{
    /// <summary>Shown as the dataset's name.</summary>
    public string Name { get; init; } = "shop";

    /// <summary>Small, with many planted groups, so that there are a few clusters of each kind; three months long, so that some outcomes are known.</summary>
    public SimulationOptions Simulation { get; init; } = new() { Transactions = 1_200, Days = 90, Seed = 1, RingShare = 0.2, LookAlikeShare = 0.1 };

    public bool Events { get; init; } = true;

    public bool Decisions { get; init; } = true;

    public bool Outcomes { get; init; } = true;

    /// <summary>Every other outcome does not say since when it is known.</summary>
    public bool BlankKnownAt { get; init; }

    /// <summary>Every 50th payment has no amount, every 20th no device and every 30th no browser.</summary>
    public bool MissingValues { get; init; } = true;

    /// <summary>Rows added that the load refuses, of two kinds in turn: an infinite amount, an unreadable time.</summary>
    public int Rejects { get; init; } = 7;

    /// <summary>A small network that learns for a second, and a map of a few passes.</summary>
    public RunOptions Options { get; init; } = new()
    {
        Embedding = new EmbeddingOptions
        {
            Dimension = 8,
            Hidden = 12,
            TimeHidden = 8,
            PageDimension = 8,
            TimeDimension = 8,
            MaxEpochs = 2,
            TrainingSequences = 400,
        },
        Hybrid = new HybridOptions { Pca = 0.95 },
        Projection = new ProjectionOptions { Epochs = 20 },
    };

    /// <summary>The shop's files as they were simulated, without what the source lacks; shared by the process, only to be read.</summary>
    public SimulatedShop Shop => ShopSource.Of(Simulation);

    /// <summary>What makes <c>investigator run</c> take the shop as it was simulated and the options, written beside it.</summary>
    public string[] RunArguments()
    {
        var options = Path.Combine(Shop.Folder, "options.json");
        if (!File.Exists(options)) JsonFile.Write(options, Options);
        return ["run", "--transactions", Shop.TransactionsPath, "--events", Shop.EventsPath, "--mapping", Shop.MappingPath, "--options", options];
    }

    /// <summary>Loads the shop into a folder of datasets.</summary>
    public Dataset Load(string datasets)
    {
        var source = ProcessFolder.Next();
        var dataset = DatasetLoader.Load(ShopSource.Write(this, source), datasets, new StageContext { Scratch = source });
        Directory.Delete(source, recursive: true);
        return dataset;
    }
}
