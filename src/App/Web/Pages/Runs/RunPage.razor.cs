using Investigator.Engine.Core;
using Investigator.Engine.Embedding;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Risk;
using Investigator.Engine.Runs;
using Investigator.Engine.Space;
using Investigator.Runs;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Runs;

/// <summary>One run: how it goes or went, what it cost, what it left to download.</summary>
public sealed partial class RunPage : IDisposable
{
    private LoadView<RunView>? _view;
    private IDisposable? _subscription;

    [Parameter]
    public int Id { get; set; }

    [Inject]
    private RunMasking Masking { get; set; } = null!;

    [Inject]
    private RunQueries Runs { get; set; } = null!;

    [Inject]
    private RunMonitor Monitor { get; set; } = null!;

    private sealed record RunView(RunDetail Run, RunRecord? Record, IReadOnlyList<(StoredFile File, long Bytes)> Files)
    {
        /// <summary>None for runs from before the catalogue had a file.</summary>
        public IReadOnlyList<CatalogEntry> Catalog { get; init; } = [];

        /// <summary>Likewise.</summary>
        public ScaleReport? Scale { get; init; }

        public TrainingReport? Training { get; init; }

        /// <summary>None for runs from before it was measured.</summary>
        public RiskCalibration? Calibration { get; init; }

        /// <summary>Files that are not as they were written, each with what is wrong.</summary>
        public IReadOnlyList<string> Damage { get; init; } = [];

        /// <summary>What of the run's files whoever looks may have.</summary>
        public RunMask Mask { get; init; } = RunMask.None;

        /// <summary>The run whose model was applied, when it is one of these.</summary>
        public int? ModelRun { get; init; }
    }

    protected override void OnInitialized() => _subscription = Monitor.Subscribe(run =>
    {
        if (run == Id && Monitor.Snapshot(run) is null or { Progress: null }) _ = InvokeAsync(() => _view?.ReloadAsync() ?? Task.CompletedTask);
    });

    public void Dispose() => _subscription?.Dispose();

    private async Task<RunView?> LoadAsync(CancellationToken cancel)
    {
        if (await Runs.FindDetailAsync(Id, cancel) is not { } run) return null;
        if (await Runs.FilesAsync(Id, cancel) is not { } files) return new RunView(run, null, []);
        var folder = files.RunFolder;
        var damage = folder.Damage().Select(static d => d.Brief).ToList();
        var training = Read(folder.ReadTraining);
        var mask = Masking.IsOpen ? RunMask.None : Read(() => Masking.Of(files));
        return new RunView(run, Read(folder.ReadRecord), mask is null ? [] : folder.Downloads())
        {
            Mask = mask ?? RunMask.None,
            Catalog = mask is null ? [] : Read(folder.ReadCatalog) ?? [],
            Scale = Read(folder.ReadScale),
            Calibration = Read(folder.ReadCalibration),
            Training = training,
            ModelRun = training?.Model is { } model ? await Runs.FindByFolderAsync(model, cancel) : null,
            Damage = damage,
        };

        // What can still be read is shown.
        T? Read<T>(Func<T?> read)
            where T : class
        {
            try
            {
                return read();
            }
            catch (DamagedFileException e)
            {
                if (!damage.Contains(e.Brief)) damage.Add(e.Brief);
                return null;
            }
        }
    }

    private static string Took(RunSummary run)
    {
        var took = run is { StartedAt: { } from, FinishedAt: { } to } ? $" · took {Format.Duration(to - from)}" : "";
        return run.Resumed == 0 ? took : $"{took} · resumed {Format.Count(run.Resumed, "time")}";
    }
}
