namespace Investigator.Engine.VectorSearch;

/// <summary>What a search skips for reasons other than distance.</summary>
internal interface IPanelFilter
{
    /// <param name="ball">Number of one of the <see cref="BoundingBalls"/>.</param>
    bool SkipsBall(int ball);

    bool SkipsPanel(int panel);
}
