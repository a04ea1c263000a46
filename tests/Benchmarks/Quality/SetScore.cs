using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.Benchmarks.Quality;

/// <summary>How a whole run did on the outcomes that it could not know. What there is nothing to measure by is NaN.</summary>
internal sealed record SetScore
{
    public required string Set { get; init; }

    /// <summary>Which of two options files it ran with; empty for one.</summary>
    public string Options { get; init; } = "";

    public required int Seed { get; init; }

    public required int Rows { get; init; }

    /// <summary>Outcomes that the run knew.</summary>
    public required int Known { get; init; }

    /// <summary>Rows with a truth that the run did not know: all measures are of these.</summary>
    public required int Hidden { get; init; }

    public required int HiddenFraud { get; init; }

    public double BaseRate => (double)HiddenFraud / Hidden;

    /// <summary>Of each payment's probability of fraud, or of the mean by unit.</summary>
    public required double Auc { get; init; }

    /// <summary>The same of a tree of depth 3 on the run's features and the outcomes it knew; NaN where none were known.</summary>
    public required double TreeAuc { get; init; }

    /// <summary>Share of the hidden fraud among the 2% of highest probability.</summary>
    public required double RecallAtReview { get; init; }

    public required int RiskyFindings { get; init; }

    public required double RiskyPrecision { get; init; }

    public required double RiskyRecall { get; init; }

    /// <summary>Every payment's probability against its hidden outcome.</summary>
    public required Calibration Payments { get; init; }

    /// <summary>Members' hidden outcomes by what their finding's probability was said to be.</summary>
    public required Calibration Findings { get; init; }

    public required RingShares? Rings { get; init; }

    public required IReadOnlyList<StageRecord> Stages { get; init; }

    public double Seconds => Stages.Sum(static s => s.Seconds);
}
