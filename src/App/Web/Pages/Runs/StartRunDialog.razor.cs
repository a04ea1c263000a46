using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Settings;
using Investigator.Storage;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Pages.Runs;

/// <summary>The options of a new run; what is not asked keeps its default. Closes with the run's id.</summary>
public sealed partial class StartRunDialog
{
    private static readonly RunOptions Defaults = new();

    private IReadOnlyList<DatasetSummary>? _datasets;
    private IReadOnlyList<ModelSummary> _models = [];
    private string _model = "";
    private int _dataset;
    private int _seed = Defaults.Seed;
    private int _minClusterSize = Defaults.Clusters.MinClusterSize;
    private DeviceChoice _device = Defaults.Device;
    private SettingsVersion? _policy;
    private string? _problem;
    private bool _busy;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    /// <summary>Chosen at first; the newest dataset when there is no such one.</summary>
    [Parameter]
    public int? DatasetId { get; set; }

    [Inject]
    private DatasetQueries Datasets { get; set; } = null!;

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private CurrentSettings Policy { get; set; } = null!;

    [Inject]
    private StartRun StartRun { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _models = await Runs.ModelsAsync();
        _policy = await Policy.GetAsync();
        _datasets = await Datasets.ListAsync();
        _dataset = (_datasets.FirstOrDefault(d => d.Id == DatasetId) ?? _datasets.FirstOrDefault())?.Id ?? 0;
    }

    private async Task StartAsync()
    {
        _busy = true;
        try
        {
            var options = Defaults with
            {
                Seed = _seed,
                Device = _device,
                Clusters = Defaults.Clusters with { MinClusterSize = _minClusterSize },
                Embedding = Defaults.Embedding with { Model = _model.Length == 0 ? null : _model },
            };
            // The bars in force when it starts, whatever they were when the dialog was opened.
            var run = await StartRun.HandleAsync(Actor, _dataset, (await Policy.GetAsync()).Settings.In(options));
            Dialog.Close(DialogResult.Ok(run));
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            (_problem, _busy) = (words, false);
        }
    }
}
