namespace Investigator.Engine.VectorSearch.Gpu.Kernels;

/// <summary>How one dimension adds to a score. A higher score is nearer.</summary>
internal interface IScoreForm
{
    /// <summary>Whether scores start at -|b|²/2 of centred points; otherwise they start at 0.</summary>
    bool Dots { get; }

    float Add(float sum, float query, float point);
}

/// <summary>ab - |b|²/2: one multiply-add per dimension; digits are lost for points that are near each other but far from the mean.</summary>
internal readonly struct DotForm : IScoreForm
{
    public bool Dots => true;

    public float Add(float sum, float query, float point) => sum + (query * point);
}

/// <summary>-|a - b|²/2: twice the work, no cancellation.</summary>
internal readonly struct DifferenceForm : IScoreForm
{
    public bool Dots => false;

    public float Add(float sum, float query, float point)
    {
        var difference = query - point;
        return sum + (difference * (-0.5f * difference));
    }
}
