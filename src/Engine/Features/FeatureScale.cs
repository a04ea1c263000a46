namespace Investigator.Engine.Features;

/// <summary>How a number is transformed before it becomes a dimension of the space.</summary>
public enum FeatureScale
{
    /// <summary>By its shape: the logarithm where it is skewed, otherwise unchanged.</summary>
    Auto,

    /// <summary>As it is, in robust deviations.</summary>
    Robust,

    /// <summary>sign(v) * log(1 + |v| / unit): money, counts and times with a long tail on either side.</summary>
    Log,

    /// <summary>
    /// Its rank among all rows, ties in the middle: only the order counts, and half of the rows lie on each side of the centre whatever their distribution.
    /// </summary>
    Quantile,
}
