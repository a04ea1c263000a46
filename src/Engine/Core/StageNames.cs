namespace Investigator.Engine.Core;

/// <summary>The stages of a run as progress, <c>run.json</c> and telemetry name them.</summary>
public static class StageNames
{
    /// <summary>Before a run: files are loaded into a dataset.</summary>
    public const string Ingest = "ingest";

    public const string Sequences = "sequences";
    public const string Facts = "facts";
    public const string Embedding = "embedding";
    public const string Features = "features";
    public const string Hybrid = "hybrid";
    public const string Neighbors = "neighbors";
    public const string Hierarchy = "hierarchy";
    public const string Clusters = "clusters";
    public const string Payments = "payments";
    public const string Findings = "findings";
    public const string Risk = "risk";
    public const string Singles = "singles";
    public const string Rules = "rules";
    public const string Narratives = "narratives";
    public const string Results = "results";

    /// <summary>After a run: its map is drawn.</summary>
    public const string Projection = "projection";

    /// <summary>Those of a run, in order.</summary>
    public static IReadOnlyList<string> OfRun { get; } =
    [
        Sequences, Facts, Embedding, Features, Hybrid, Neighbors, Hierarchy, Clusters, Payments, Findings, Risk, Singles, Rules, Narratives, Results,
    ];

    /// <summary>Place in the order; -1 for what is not a stage of a run.</summary>
    public static int Position(string? stage)
    {
        for (var i = 0; i < OfRun.Count; i++)
        {
            if (OfRun[i] == stage) return i;
        }

        return -1;
    }
}
