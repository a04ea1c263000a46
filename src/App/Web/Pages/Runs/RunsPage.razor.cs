using Investigator.Runs;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Pages.Runs;

/// <summary>What runs, what waits, and all that ran before.</summary>
public sealed partial class RunsPage : IDisposable
{
    private const int PageSize = 25;

    private LoadView<RunList>? _view;
    private IDisposable? _subscription;
    private bool _asked;

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "dataset")]
    private int? DatasetId { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private int? Page { get; set; }

    /// <summary>Asks for the start dialog, with this dataset chosen; 0 for the newest.</summary>
    [SupplyParameterFromQuery(Name = "start")]
    private int? StartWith { get; set; }

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private RunMonitor Monitor { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private sealed record RunList(IReadOnlyList<RunSummary> Runs, IReadOnlyList<(int Id, string Name)> Datasets);

    protected override void OnInitialized() => _subscription = Monitor.Subscribe(run =>
    {
        if (Monitor.Snapshot(run) is null or { Progress: null }) _ = InvokeAsync(() => _view?.ReloadAsync() ?? Task.CompletedTask);
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (StartWith is null || _asked) return;
        _asked = true;
        await StartAsync(StartWith);
    }

    public void Dispose() => _subscription?.Dispose();

    private static bool IsActive(RunSummary run) => run.Status is RunStatus.Running or RunStatus.Queued;

    private async Task<RunList> LoadAsync(CancellationToken cancel)
    {
        var runs = await Runs.ListAsync(cancel);
        return new RunList(runs, [.. runs.Select(r => (r.DatasetId, r.DatasetName)).Distinct().OrderBy(d => d.DatasetName, StringComparer.OrdinalIgnoreCase)]);
    }

    private IReadOnlyList<RunSummary> Shown(IReadOnlyList<RunSummary> runs, out int total)
    {
        List<RunSummary> matching =
        [
            .. runs.Where(r => (DatasetId is null || r.DatasetId == DatasetId) && (string.IsNullOrEmpty(Status) || string.Equals(r.Status.ToString(), Status, StringComparison.OrdinalIgnoreCase))),
        ];
        total = matching.Count;
        return [.. matching.Skip(PageSize * (Math.Max(Page ?? 1, 1) - 1)).Take(PageSize)];
    }

    private void Filter(string? status, int? dataset) => Navigation.NavigateTo(Links.RunsOf(string.IsNullOrEmpty(status) ? null : status, dataset));

    private async Task StartAsync(int? dataset)
    {
        var parameters = new DialogParameters<StartRunDialog> { { d => d.DatasetId, dataset } };
        var dialog = await Dialogs.ShowAsync<StartRunDialog>("Start a run", parameters, new DialogOptions { CloseButton = true, CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        await dialog.Result;
        if (StartWith is not null) Navigation.NavigateTo(Links.Runs, replace: true);
        (_asked, StartWith) = (false, null);
        if (_view is not null) await _view.ReloadAsync();
    }
}
