using Investigator.Access;
using Investigator.Protection;
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
    [OneOf(typeof(RunStatus))]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "dataset")]
    private int? DatasetId { get; set; }

    /// <summary>Shows the runs older than this one.</summary>
    [SupplyParameterFromQuery(Name = "before")]
    private int? Before { get; set; }

    /// <summary>Shows the runs just newer than this one.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    private int? After { get; set; }

    /// <summary>Asks for the start dialog, with this dataset chosen; 0 for the newest.</summary>
    [SupplyParameterFromQuery(Name = "start")]
    private int? StartWith { get; set; }

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private RunMonitor Monitor { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private sealed record RunList(RunHistory History, IReadOnlyList<RunSummary> Active, IReadOnlyList<(int Id, string Name)> Datasets);

    // What the URL asks of the list; LoadView reads again when it changes.
    private object Asked => (Status, DatasetId, Before, After);

    protected override void OnInitialized() => _subscription = Monitor.Subscribe(run =>
    {
        if (Monitor.Snapshot(run) is null or { Progress: null }) _ = InvokeAsync(() => _view?.ReloadAsync() ?? Task.CompletedTask);
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (StartWith is null || _asked || !Actor.May(Permission.StartRuns)) return;
        _asked = true;
        await StartAsync(StartWith);
    }

    public void Dispose() => _subscription?.Dispose();

    private async Task<RunList> LoadAsync(CancellationToken cancel)
    {
        var datasets = await Runs.DatasetsAsync(cancel);
        var active = await Runs.ActiveAsync(cancel);

        // A status that is none matches no run.
        RunStatus? status = Enum.TryParse<RunStatus>(Status, ignoreCase: true, out var named) ? named : null;
        var history = status is null && !string.IsNullOrEmpty(Status)
            ? new RunHistory([], false, false)
            : await Runs.PageAsync(new RunFilter(status, DatasetId), PageSize, Before, After, cancel);
        return new RunList(history, active, datasets);
    }

    private void Filter(string? status, int? dataset) => Navigation.NavigateTo(Links.RunsOf(string.IsNullOrEmpty(status) ? null : status, dataset));

    private async Task StartAsync(int? dataset)
    {
        var parameters = new DialogParameters<StartRunDialog> { { d => d.DatasetId, dataset } };
        var dialog = await Dialogs.ShowAsync<StartRunDialog>(
            "Start a run", parameters, new DialogOptions { CloseButton = true, CloseOnEscapeKey = true, MaxWidth = MaxWidth.Small, FullWidth = true });
        await dialog.Result;
        if (StartWith is not null) Navigation.NavigateTo(Links.Runs, replace: true);
        (_asked, StartWith) = (false, null);
        if (_view is not null) await _view.ReloadAsync();
    }
}
