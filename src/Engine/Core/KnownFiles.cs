namespace Investigator.Engine.Core;

/// <summary>Every file that a run keeps, by the stage that writes it. No file of a run is named anywhere else.</summary>
public static class KnownFiles
{
    public static readonly StoredFile Narratives = new("narratives.md", Retention.Results, "The story of every finding, to read or to send on");
    public static readonly StoredFile Findings = new(
        "findings.json", Retention.Results, "Every finding with its clusters, risk, rules and story, for other programs");
    public static readonly StoredFile Clusters = new(
        "clusters.json", Retention.Results, "Every cluster with its size and stability, and the findings that its transactions are in");
    public static readonly StoredFile Members = new(
        "members.parquet", Retention.Results,
        "The finding and the cluster of every transaction, its probability of fraud, and how strongly it belongs");
    public static readonly StoredFile Singles = new(
        "singles.json", Retention.Results, "Payments outside risky findings that look like fraud by themselves, with reasons, worst first");
    public static readonly StoredFile Calibration = new(
        "calibration.json", Retention.Results, "How often payments were fraud of whose findings a probability was said, by band, on hidden outcomes");
    public static readonly StoredFile RulesSql = new("rules.sql", Retention.Results, "The proposed rules as queries over features.parquet, for DuckDB");
    public static readonly StoredFile Rules = new(
        "rules.json", Retention.Results, "The proposed rules with what they were measured to catch, for other programs");
    public static readonly StoredFile WithheldRules = new(
        "rules-withheld.json", Retention.Results, "Rules that did not pass their bars, each with the reason; not for use");
    public static readonly StoredFile Features = new(
        "features.parquet", Retention.Results, "The features of every transaction; the rules' queries read this file");
    public static readonly StoredFile FeatureDefinitions = new(
        "features.json", Retention.Results, "What each column of features.parquet means, and its categories");
    public static readonly StoredFile Catalog = new("feature-catalog.json", Retention.Results, "The feature catalogue, to edit and give to another run");
    public static readonly StoredFile Scale = new("scale.json", Retention.Results, "How much each feature counts in the distance between two transactions");
    public static readonly StoredFile SpaceModel = new(
        "space-model.json", Retention.Results, "How behaviour and features become a point of the space, to place further payments in it");
    public static readonly StoredFile SpaceAxes = new("space_axes.npy", Retention.Results, "The space's principal components, where they were asked for");
    public static readonly StoredFile SpaceRankValues = new("space_rank_values.npy", Retention.Results, "Values of the features that are scaled by rank");
    public static readonly StoredFile SpaceRankCounts = new("space_rank_counts.npy", Retention.Results, "How many rows have them or lower ones");
    public static readonly StoredFile BehaviorModel = new(
        "behavior-model.json", Retention.Results, "The behaviour model, for another run to apply; it goes together with weights.npy")
    {
        FormerName = "model.json",
    };
    public static readonly StoredFile BehaviorWeights = new("weights.npy", Retention.Results, "The behaviour model's weights");
    public static readonly StoredFile Training = new("training.json", Retention.Results, "How the behaviour model was learned, pass by pass");
    public static readonly StoredFile Rejects = new("rejects.csv", Retention.Results, "Rows of the source that could not be loaded, and why");
    public static readonly StoredFile Ledger = new(
        "ledger.parquet", Retention.Results, "Outcomes that were reported beside the data's own, as the run knew them");
    public static readonly StoredFile LayoutX = new(
        "layout_x.npy", Retention.Results, "Each transaction's place across the map, in the order of members.parquet");
    public static readonly StoredFile LayoutY = new("layout_y.npy", Retention.Results, "Each transaction's place up the map, in the same order");
    public static readonly StoredFile Map = new("map.json", Retention.Results, "What drawing the map took; it is drawn after the run is finished");
    public static readonly StoredFile Record = new("run.json", Retention.Results, "Everything needed to make this run again, and what it cost");

    public static readonly StoredFile Stories = new("narratives.json", Retention.Explain) { FormerName = "narratives.stage.json" };
    public static readonly StoredFile Stabilities = new("clustering.json", Retention.Explain);
    public static readonly StoredFile SequenceOffsets = new("sequence_offsets.npy", Retention.Explain);
    public static readonly StoredFile SequenceVocabulary = new("sequence_vocabulary.json", Retention.Explain);
    public static readonly StoredFile StepPages = new("step_pages.npy", Retention.Explain);
    public static readonly StoredFile StepSeconds = new("step_seconds.npy", Retention.Explain);
    public static readonly StoredFile StepAttention = new("step_attention.npy", Retention.Explain);

    public static readonly StoredFile SequenceTypes = new("sequence_types.npy", Retention.All) { KeptAs = StepPages };
    public static readonly StoredFile SequenceDwell = new("sequence_dwell.npy", Retention.All) { KeptAs = StepSeconds };
    public static readonly StoredFile Attention = new("attention.npy", Retention.All) { KeptAs = StepAttention };
    public static readonly StoredFile SequenceGap = new("sequence_gap.npy", Retention.All);
    public static readonly StoredFile SequenceRarePages = new("sequence_rare_pages.npy", Retention.All);
    public static readonly StoredFile SequenceToPayment = new("sequence_to_payment.npy", Retention.All);
    public static readonly StoredFile SequenceNotes = new("sequence_notes.json", Retention.All);
    public static readonly StoredFile Embedding = new("embedding.npy", Retention.All);
    public static readonly StoredFile HybridPoints = new("hybrid.npy", Retention.All);
    public static readonly StoredFile Hybrid = new("hybrid.json", Retention.All);
    public static readonly StoredFile Neighbors = new("neighbors.json", Retention.All);
    public static readonly StoredFile NeighborIndices = new("neighbor_indices.npy", Retention.All);
    public static readonly StoredFile NeighborDistances = new("neighbor_distances.npy", Retention.All);
    public static readonly StoredFile SpanningFrom = new("spanning_from.npy", Retention.All);
    public static readonly StoredFile SpanningTo = new("spanning_to.npy", Retention.All);
    public static readonly StoredFile SpanningWeight = new("spanning_weight.npy", Retention.All);
    public static readonly StoredFile SpanningRank = new("spanning_rank.npy", Retention.All);
    public static readonly StoredFile SpanningSteps = new("spanning_steps.npy", Retention.All);
    public static readonly StoredFile Labels = new("labels.npy", Retention.All);
    public static readonly StoredFile Probabilities = new("probabilities.npy", Retention.All);
    public static readonly StoredFile OutlierScores = new("outlier_scores.npy", Retention.All);
    public static readonly StoredFile ClusterSize = new("cluster_size.json", Retention.All);
    public static readonly StoredFile OwnProbabilities = new("own_probabilities.npy", Retention.All);
    public static readonly StoredFile PaymentModel = new("payment-model.json", Retention.Explain);
    public static readonly StoredFile FindingNumbers = new("finding_numbers.npy", Retention.All);
    public static readonly StoredFile FindingList = new("findings.stage.json", Retention.All);
    public static readonly StoredFile Risks = new("risk.stage.json", Retention.All);
    public static readonly StoredFile LearnedRules = new("rules.stage.json", Retention.All);

    /// <summary>In the order in which they are offered and moved; <c>run.json</c> is last of the results, so that it stands for all of them.</summary>
    public static IReadOnlyList<StoredFile> OfRun { get; } =
    [
        Narratives, Findings, Clusters, Members, Singles, Calibration, RulesSql, Rules, WithheldRules, Features, FeatureDefinitions, Catalog, Scale,
        SpaceModel, SpaceAxes, SpaceRankValues, SpaceRankCounts, BehaviorModel, BehaviorWeights, Training, Rejects, Ledger,
        LayoutX, LayoutY, Map,
        Stories, Stabilities, SequenceOffsets, SequenceVocabulary, StepPages, StepSeconds, StepAttention,
        SequenceTypes, SequenceDwell, Attention,
        SequenceGap, SequenceRarePages, SequenceToPayment, SequenceNotes, Embedding, HybridPoints, Hybrid, Neighbors, NeighborIndices, NeighborDistances,
        SpanningFrom, SpanningTo, SpanningWeight, SpanningRank, SpanningSteps,
        Labels, Probabilities, OutlierScores, ClusterSize, OwnProbabilities, PaymentModel, FindingNumbers, FindingList, Risks, LearnedRules,
        Record,
    ];

    /// <summary>Those that name accounts and entities as the source spells them.</summary>
    public static IReadOnlyList<StoredFile> NamingValues { get; } = [Narratives, Findings, Singles, Rejects, Ledger];

    /// <summary>Those that hold values of features: texts, and numbers that conditions and payments have.</summary>
    public static IReadOnlyList<StoredFile> HoldingFeatures { get; } =
        [RulesSql, Rules, WithheldRules, Features, FeatureDefinitions, Catalog, SpaceModel, SpaceRankValues];

    /// <summary>Those that are the map, which is drawn after the run is finished.</summary>
    public static IReadOnlyList<StoredFile> OfMap { get; } = [LayoutX, LayoutY, Map];

    /// <summary>What it is drawn from; they stay with a finished run until it is there.</summary>
    public static IReadOnlyList<StoredFile> MapSources { get; } = [Neighbors, NeighborIndices, NeighborDistances];

    /// <summary>Size and hash of every file that a finished folder holds, a run's or a dataset's.</summary>
    public static readonly StoredFile Manifest = new("manifest.json", Retention.Results);

    /// <summary>The model of a clustering, in a folder of its own, to place further points with.</summary>
    public static readonly StoredFile ClusterModel = new("cluster-model.json", Retention.All) { FormerName = "model.json" };

    /// <summary>One array of that model.</summary>
    public static StoredFile ClusterModelArray(string name) => new($"model_{name}.npy", Retention.All);

    /// <summary>What an unfinished run was started with; work in its folder goes on only for the same.</summary>
    public static readonly StoredFile Work = new("work.json", Retention.All);

    /// <summary>Says that a stage's output stands.</summary>
    public static StoredFile StageMark(string stage) => new($"stage-{stage}.json", Retention.All);

    /// <summary>Where a training that has not ended stands; its numbers lie in one of two files in turn.</summary>
    public static readonly StoredFile TrainingCheckpoint = new("training-checkpoint.json", Retention.All);

    public static StoredFile TrainingNumbers(int turn) => new(FormattableString.Invariant($"training-checkpoint-{turn}.npy"), Retention.All);
}
