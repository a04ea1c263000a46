namespace Investigator.Engine.Features;

/// <summary>How a feature is computed. All but <see cref="Expression"/> and <see cref="Category"/> look at earlier transactions with the same key, or at the sequence.</summary>
public enum FeatureKind
{
    /// <summary>A number: the definition's own SQL over the transaction.</summary>
    Expression,

    /// <summary>A text: the definition's own SQL over the transaction, frequent values kept.</summary>
    Category,

    /// <summary>Earlier transactions in the window.</summary>
    TransactionCount,

    /// <summary>Sum of their amounts.</summary>
    AmountSum,

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

    /// <summary>Amount over the mean of the key's earlier amounts; missing without any.</summary>
    AmountRatio,

    /// <summary>Events in the sequence.</summary>
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

    /// <summary>Share of events that are of the type named by the column.</summary>
    PageShare,

    /// <summary>Number of the group that shares entities: see <see cref="EntityGroups"/>. It has no SQL and no place among numbers: groups are alike or not.</summary>
    EntityGroup,
}
