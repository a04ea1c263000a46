namespace Investigator.Engine.Simulation.Customers;

/// <summary>The pages of one visit and the seconds spent on each; the last page's dwell ends with the payment. Reused from visit to visit.</summary>
internal sealed class ClickPath
{
    private const double ShortestDwell = 0.05;
    private const double LongestDwell = 900;

    private readonly List<(ShopPage Page, double Seconds)> _steps = [];

    public IReadOnlyList<(ShopPage Page, double Seconds)> Steps => _steps;

    public void Clear() => _steps.Clear();

    public void Add(ShopPage page, double seconds) => _steps.Add((page, Math.Clamp(seconds, ShortestDwell, LongestDwell)));
}
