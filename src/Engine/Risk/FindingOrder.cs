namespace Investigator.Engine.Risk;

/// <summary>
/// The one order of findings in lists and files: most expected loss first, in two digits because more would pretend to know; then the latest payment first, so
/// that of two like findings the one that still goes on comes first; then by number.
/// </summary>
public sealed class FindingOrder : IComparer<FindingRisk>
{
    public static FindingOrder WorstFirst { get; } = new();

    /// <summary>A sum as the order compares it: rounded to two significant digits. Whoever sorts elsewhere (in a database) sorts by this.</summary>
    public static double TwoDigits(double loss)
    {
        if (loss == 0 || !double.IsFinite(loss)) return loss;
        var digits = 1 - (int)Math.Floor(Math.Log10(Math.Abs(loss)));
        // Dividing by a whole power of ten is exact to the last bit; multiplying by a fraction of one is not.
        var scale = Math.Pow(10, Math.Abs(digits));
        return digits >= 0 ? Math.Round(loss * scale) / scale : Math.Round(loss / scale) * scale;
    }

    public int Compare(FindingRisk? x, FindingRisk? y)
    {
        if (x is null || y is null) return (x is null ? 1 : 0) - (y is null ? 1 : 0);
        var byLoss = TwoDigits(y.ExpectedLoss).CompareTo(TwoDigits(x.ExpectedLoss));
        if (byLoss != 0) return byLoss;
        var byTime = y.To.CompareTo(x.To);
        return byTime != 0 ? byTime : x.Finding.CompareTo(y.Finding);
    }
}
