namespace Investigator.Engine.Features;

/// <summary>What a kind looks at, and so who computes it.</summary>
internal static class FeatureKinds
{
    /// <summary>Computed by its SQL, over the transaction alone.</summary>
    public static bool IsSql(this FeatureKind kind) => kind is FeatureKind.Expression or FeatureKind.Category
        or FeatureKind.HourOfDay or FeatureKind.DaySine or FeatureKind.DayCosine or FeatureKind.WeekSine or FeatureKind.WeekCosine;

    /// <summary>A statistic of the transaction's sequence.</summary>
    public static bool IsSequence(this FeatureKind kind) => kind is FeatureKind.EventCount or FeatureKind.TimeToPayment or FeatureKind.MeanDwell or FeatureKind.MedianDwell
        or FeatureKind.DwellVariation or FeatureKind.LastDwell or FeatureKind.ShortestDwell or FeatureKind.LongestDwell or FeatureKind.PageShare;

    /// <summary>Over earlier transactions with the same key.</summary>
    public static bool IsHistory(this FeatureKind kind) => kind != FeatureKind.EntityGroup && !kind.IsSql() && !kind.IsSequence();

    /// <summary>Over earlier values of a number: <see cref="FeatureDefinition.Column"/>, the amount where none is named.</summary>
    public static bool IsOverNumbers(this FeatureKind kind) => kind is FeatureKind.AmountSum or FeatureKind.AmountRatio or FeatureKind.Mean or FeatureKind.ZScore;
}
