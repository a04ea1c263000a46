using System.Globalization;
using Investigator.Runs;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Investigator.Web.Layout;

/// <summary>The run whose results the page shows: the one its URL names, else the newest finished one; and the choice of another.</summary>
public sealed partial class CurrentRun : IDisposable
{
    private const int Shown = 20;

    private IReadOnlyList<RunSummary> _finished = [];
    private RunSummary? _run;
    private IDisposable? _subscription;

    [Inject]
    private NavigationManager Address { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private RunMonitor Monitor { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Address.LocationChanged += OnLocationChanged;
        _subscription = Monitor.Subscribe(OnRunChanged);
        await LoadAsync();
    }

    public void Dispose()
    {
        Address.LocationChanged -= OnLocationChanged;
        _subscription?.Dispose();
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        await PickAsync();
        StateHasChanged();
    });

    // Progress comes several times a second and changes nothing here; only a run that ended does.
    private void OnRunChanged(int run)
    {
        if (Monitor.Snapshot(run) is not null) return;
        _ = InvokeAsync(async () =>
        {
            await LoadAsync();
            StateHasChanged();
        });
    }

    private async Task LoadAsync()
    {
        _finished = (await Runs.PageAsync(new RunFilter(RunStatus.Finished), Shown)).Runs;
        await PickAsync();
    }

    private async Task PickAsync()
    {
        var named = Named();
        var run = _finished.FirstOrDefault(r => r.Id == named) ?? (named is null ? null : await Runs.FindFinishedAsync(named));

        // While it was read, the page may have become another.
        if (named == Named()) _run = run ?? _finished.FirstOrDefault();
    }

    private int? Named()
    {
        var uri = Address.ToAbsoluteUri(Address.Uri);
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var text = parts is ["runs", var id, ..] ? id : QueryHelpers.ParseQuery(uri.Query).TryGetValue("run", out var run) ? run.ToString() : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    // Pages of one run's one finding have no counterpart in another run: those go to that run's findings.
    private void Show(int run)
    {
        var path = Address.ToAbsoluteUri(Address.Uri).AbsolutePath;
        string[] perRun = [Links.MapPath, Links.RulesPath, Links.DashboardPath, Links.TransactionsPath];
        Navigation.NavigateTo(
            path == Links.Home ? Links.With(Links.Home, ("run", run)) : perRun.Contains(path) ? Links.With(path, ("run", run)) : Links.Findings(run));
    }
}
