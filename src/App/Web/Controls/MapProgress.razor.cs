using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Runs;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Controls;

/// <summary>What is said in place of a map that is not there, with the means to stop it or to have it drawn again.</summary>
public sealed partial class MapProgress : IDisposable
{
    private readonly Throttle _throttle = new(TimeSpan.FromMilliseconds(300));
    private IDisposable? _subscription;
    private RunSummary _run = null!;
    private RunSummary? _given;
    private StageProgress? _progress;
    private string? _held;
    private bool _asked;

    /// <summary>A finished run.</summary>
    [Parameter, EditorRequired]
    public RunSummary Run { get; set; } = null!;

    /// <summary>Told the run anew when its map is there, or is there no more.</summary>
    [Parameter]
    public EventCallback<RunSummary> OnChanged { get; set; }

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private MapMonitor Monitor { get; set; } = null!;

    [Inject]
    private DrawMap DrawMap { get; set; } = null!;

    [Inject]
    private StopMap StopMap { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    private string Percent => RunStages.Percent(_progress) is { Length: > 0 } percent ? $": {percent}" : "";

    private string Failure => _run.WasMapStopped ? "The map was not drawn" : "The map could not be drawn";

    private string Reason => _run.MapError is { Length: > 0 } error ? $"{char.ToUpperInvariant(error[0])}{error[1..].TrimEnd('.')}." : "";

    protected override void OnInitialized() => _subscription = Monitor.Subscribe(run =>
    {
        if (run == Run.Id) _throttle.Run(() => InvokeAsync(RefreshAsync));
    });

    protected override void OnParametersSet()
    {
        // The page that holds this gives it the same run again each time it renders; what was read since is newer.
        if (_given != Run) _run = _given = Run;
        Look();
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _throttle.Dispose();
    }

    private void Look() => (_progress, _held) = (Monitor.Snapshot(Run.Id)?.Progress, Monitor.Snapshot(Run.Id)?.Held);

    // The row is read where it may have changed: progress alone comes several times a second.
    private async Task RefreshAsync()
    {
        Look();
        if ((_progress is null || _run.Map != MapStatus.Drawing) && await Runs.FindAsync(Run.Id) is { } run && run.Map != _run.Map)
        {
            (_run, _asked) = (run, false);
            await OnChanged.InvokeAsync(run);
        }

        StateHasChanged();
    }

    private async Task StopAsync()
    {
        _asked = true;
        await StopMap.HandleAsync(Actor, Run.Id);
    }

    private async Task DrawAsync()
    {
        _asked = true;
        await DrawMap.HandleAsync(Actor, Run.Id);
    }
}
