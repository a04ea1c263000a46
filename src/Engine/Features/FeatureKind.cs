namespace Investigator.Engine.Features;

/// <summary>How a feature is computed: from the transaction itself, from earlier transactions with the same key, or from the sequence. See <see cref="FeatureKinds"/>.</summary>
public enum FeatureKind
{
    /// <summary>A number: the definition's own SQL over the transaction.</summary>
    Expression,

    /// <summary>A text: the definition's own SQL over the transaction, frequent values kept.</summary>
    Category,

    /// <summary>Earlier transactions in the window.</summary>
    TransactionCount,

    /// <summary>Sum of their amounts, or of another number.</summary>
    AmountSum,

    /// <summary>Mean of their amounts, or of another number; missing without any.</summary>
    Mean,

    /// <summary>Share of them that have a given value of a column, or this transaction's own; missing where none has a value.</summary>
    Share,

    /// <summary>Those of them that the real-time engine declined.</summary>
    DeclineCount,

    /// <summary>Different values of a column among them.</summary>
    DistinctCount,

    /// <summary>Seconds since the key was first seen; 0 at first sight.</summary>
    Age,

    /// <summary>Seconds since the key was last seen; missing at first sight.</summary>
    SincePrevious,

    /// <summary>1 when the account comes with this key for the first time, else 0.</summary>
    NewForAccount,

    /// <summary>Amount, or another number, over the mean of the key's earlier ones; missing without any.</summary>
    AmountRatio,

    /// <summary>Amount, or another number, less the mean of the key's earlier ones, in their standard deviations; missing with fewer than two or where they do not differ.</summary>
    ZScore,

    /// <summary>Hour of the transaction, 0 to 23, UTC.</summary>
    HourOfDay,

    /// <summary>Time of day as an angle, its sine: with the cosine the two halves of a clock, on which 23:59 is next to 0:00.</summary>
    DaySine,

    /// <summary>The cosine.</summary>
    DayCosine,

    /// <summary>Time of the week as an angle from Monday 0:00 UTC, its sine.</summary>
    WeekSine,

    /// <summary>The cosine.</summary>
    WeekCosine,

    /// <summary>Events in the sequence, or those of the page named by the column; so do the dwell statistics.</summary>
    EventCount,

    /// <summary>Seconds from the first event to the transaction.</summary>
    TimeToPayment,

    /// <summary>Mean dwell.</summary>
    MeanDwell,

    /// <summary>Median dwell.</summary>
    MedianDwell,

    /// <summary>Standard deviation of dwell over its mean: near 0 for a script, near or past 1 for a person.</summary>
    DwellVariation,

    /// <summary>Dwell of the last event.</summary>
    LastDwell,

    /// <summary>Shortest dwell.</summary>
    ShortestDwell,

    /// <summary>Longest dwell.</summary>
    LongestDwell,

    /// <summary>Share of events that are of the type named by the column.</summary>
    PageShare,

    /// <summary>No column: an entry of this kind lets the groups that share entities (<see cref="Facts.TransactionFacts.Groups"/>) into the space, where groups are alike or not.</summary>
    EntityGroup,
}
