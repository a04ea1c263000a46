using Investigator.Dashboard;
using Investigator.Datasets;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Home;

/// <summary>The state of things: what is risky, what is running, or where to begin.</summary>
public sealed partial class HomePage : IDisposable
{
    private const int TopCount = 5;

    private LoadView<HomeState>? _view;
    private IDisposable? _subscription;

    [SupplyParameterFromQuery(Name = "run")]
    private int? RunId { get; set; }

    [Inject]
    private DatasetQueries Datasets { get; set; } = null!;

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private DashboardQueries Dashboard { get; set; } = null!;

    [Inject]
    private RunMonitor Monitor { get; set; } = null!;

    private sealed record HomeState(int Datasets, IReadOnlyList<RunSummary> Active, RunSummary? Run, DashboardTotals? Totals, IReadOnlyList<FindingSummary> Top)
    {
        /// <summary>The run that was asked for, when there is none.</summary>
        public int? Gone { get; init; }
    }

    protected override void OnInitialized() => _subscription = Monitor.Subscribe(run =>
    {
        // A run in motion shows itself; only one that came or went changes the page.
        if (Monitor.Snapshot(run) is null or { Progress: null }) _ = InvokeAsync(() => _view?.ReloadAsync() ?? Task.CompletedTask);
    });

    public void Dispose() => _subscription?.Dispose();

    private async Task<HomeState> LoadAsync(CancellationToken cancel)
    {
        var active = await Runs.ActiveAsync(cancel);
        var datasets = await Datasets.ListAsync(cancel);
        var asked = await Runs.FindFinishedAsync(RunId, cancel);
        var gone = asked is null ? RunId : null;
        var run = asked ?? await Runs.FindFinishedAsync(null, cancel);
        if (run is null) return new HomeState(datasets.Count, active, null, null, []) { Gone = gone };
        var (top, _) = await Findings.PageAsync(run.Id, new FindingFilter { Risky = true }, FindingSort.ExpectedLoss, descending: true, 0, TopCount, cancel);
        return new HomeState(datasets.Count, active, run, await Dashboard.TotalsAsync(run.Id, cancel), top) { Gone = gone };
    }
}
