using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Runs;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Controls;

/// <summary>A waiting or running run as it moves: its stages, the bar of the present one, and a way to stop it.</summary>
public sealed partial class RunProgress : IDisposable
{
    private readonly Throttle _throttle = new(TimeSpan.FromMilliseconds(300));
    private IDisposable? _subscription;
    private RunSnapshot? _snapshot;
    private bool _cancelling;

    [Parameter, EditorRequired]
    public int RunId { get; set; }

    [Parameter]
    public string? DatasetName { get; set; }

    [Inject]
    private RunMonitor Monitor { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private CancelRun CancelRun { get; set; } = null!;

    protected override void OnInitialized() => _subscription = Monitor.Subscribe(run =>
    {
        // One that waits for its turn also says what holds up the run before it.
        if (run == RunId || _snapshot is null) _throttle.Run(() => InvokeAsync(Refresh));
    });

    protected override void OnParametersSet() => _snapshot = Monitor.Snapshot(RunId);

    public void Dispose()
    {
        _subscription?.Dispose();
        _throttle.Dispose();
    }

    private void Refresh()
    {
        _snapshot = Monitor.Snapshot(RunId);
        StateHasChanged();
    }

    // The pipeline's order decides: a stage before the present one is done even where a resumed run never reported it.
    private string State(string stage)
    {
        if (_snapshot!.FinishedStages.Contains(stage)) return "done";
        var now = StageNames.Position(_snapshot.Progress?.Stage);
        var here = StageNames.Position(stage);
        return here < now ? "done" : here == now ? "now" : "later";
    }

    private async Task CancelAsync()
    {
        _cancelling = true;
        await CancelRun.HandleAsync(Actor, RunId);
    }
}
