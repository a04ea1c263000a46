using System.Globalization;
using Investigator.Engine.Core;

namespace Investigator.Engine.Neighbors;

/// <summary>How the neighbours of a run were found.</summary>
/// <param name="Mode">Exact or approximate; of automatic options, what was chosen.</param>
/// <param name="Recall">Null when every neighbour is a true one; otherwise the share of true neighbours found, measured on a sample.</param>
/// <param name="ExactSeconds">What an exact search takes on this machine by the estimate that decided; null where none was needed.</param>
public sealed record NeighborReport(NeighborMode Mode, double? Recall, double? ExactSeconds)
{
    /// <summary>What a reader of the run should know; nothing where the neighbours are the true ones.</summary>
    public IReadOnlyList<string> Notes()
    {
        if (Mode != NeighborMode.Approximate || Recall is not { } recall) return [];
        var found = string.Create(CultureInfo.InvariantCulture, $"neighbours were found approximately, recall {recall:0.000}");
        return [ExactSeconds is { } seconds ? $"{found}, as an exact search would take about {Wording.Duration(Rounded(seconds))} here" : $"{found}, as asked"];
    }

    /// <summary>To ten seconds below two minutes, to a minute below two hours, else to an hour.</summary>
    private static double Rounded(double seconds)
    {
        var step = seconds < 120 ? 10 : seconds < 7200 ? 60 : 3600;
        return Math.Max(1, Math.Round(seconds / step)) * step;
    }
}
