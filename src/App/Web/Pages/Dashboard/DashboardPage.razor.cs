using Investigator.Dashboard;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Transactions;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Dashboard;

/// <summary>The supervisor's view of one run: the money and the missed fraud, and where they lie.</summary>
public sealed partial class DashboardPage
{
    private const int TopCount = 10;

    [SupplyParameterFromQuery(Name = "run")]
    private int? RunId { get; set; }

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private DashboardQueries Dashboard { get; set; } = null!;

    private sealed record DashboardView(RunSummary Run, DashboardTotals Totals, IReadOnlyList<DayTotals> Days, IReadOnlyList<FindingSummary> Top);

    private async Task<DashboardView?> LoadAsync(CancellationToken cancel)
    {
        if (await Runs.FindFinishedAsync(RunId, cancel) is not { } run) return null;
        var (top, _) = await Findings.PageAsync(run.Id, new FindingFilter { Risky = true }, FindingSort.ExpectedLoss, descending: true, 0, TopCount, cancel);
        return new DashboardView(run, await Dashboard.TotalsAsync(run.Id, cancel), await Dashboard.ByDayAsync(run.Id, cancel), top);
    }

    private static string Sentence(IReadOnlyList<DayTotals> days)
    {
        var (busiest, immature) = (days.MaxBy(d => d.Risky)!, days.Where(d => d.IsImmature).ToList());
        var risky = $"{Format.Count(days.Sum(d => d.Risky))} of {Format.Count(days.Sum(d => d.Transactions), "payment")} in "
            + $"{Format.Count(days.Count, "day")} lie in risky findings; most on {Format.Day(busiest.Day)}: {Format.Count(busiest.Risky)}.";
        return immature.Count == 0 ? risky
            : $"{risky} From {Format.Day(immature[0].Day)} on, outcomes are still to come: fewer missed frauds there are no improvement.";
    }
}
