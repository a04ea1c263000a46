using Investigator.Engine.Core;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Runs;

/// <summary><c>run.json</c>: enough to make the run again and to know what it cost.</summary>
public sealed record RunRecord
{
    /// <summary>Format of the run's files (<see cref="RunFolder"/>).</summary>
    public int Format { get; init; } = RunFolder.CurrentFormat;

    /// <summary>Whether <c>members.parquet</c> holds each transaction's place on the map, as <c>x</c> and <c>y</c>: it did before format 3.</summary>
    public bool MapInMembers { get; init; }

    public required string Dataset { get; init; }

    /// <summary>Of the dataset: the same source and mapping give the same value.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>As they were given, but for neighbours: of automatic ones, what was chosen, so that these options make the same run again.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>How neighbours were found; null in runs before format 3.</summary>
    public NeighborReport? Neighbors { get; init; }

    public required int Seed { get; init; }

    /// <summary>Only outcomes known by this time were seen, UTC.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>What it was computed on.</summary>
    public required string Device { get; init; }

    /// <summary>Investigator, runtime and native libraries.</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    public required IReadOnlyList<StageRecord> Stages { get; init; }

    public required int Transactions { get; init; }

    public required long Events { get; init; }

    public required long Rejects { get; init; }

    public required int Clusters { get; init; }

    public required int Findings { get; init; }

    public required int RiskyFindings { get; init; }

    /// <summary>Transactions in no cluster.</summary>
    public required int Noise { get; init; }

    /// <summary>What a reader of the results should know: dropped columns, a cut-down sample.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The most memory that the process held in any stage.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Whether this is the run that these options ask for, whatever was chosen for what they leave open.</summary>
    public bool Answers(RunOptions options)
    {
        var mode = options.Neighbors.Mode == NeighborMode.Auto ? Options.Neighbors.Mode : options.Neighbors.Mode;
        return JsonFile.Text(Options) == JsonFile.Text(options with { Neighbors = options.Neighbors with { Mode = mode } });
    }
}
