using Investigator.Personal;

namespace Investigator.Runs;

/// <summary>What the person of this scope may see of the values that a run speaks of.</summary>
public sealed class RunMasking(Masking masking, RunQueries runs)
{
    /// <summary>Whether every value is shown as it is.</summary>
    public bool IsOpen => masking.IsOpen;

    /// <summary>Shows everything where the run is not finished: then there is nothing to see.</summary>
    public async Task<RunMask> OfAsync(int runId, CancellationToken cancel = default) =>
        !IsOpen && await runs.FilesAsync(runId, cancel) is { } files ? await Task.Run(() => Of(files), cancel) : RunMask.None;

    /// <summary>The same with what is needed to find the value behind a pseudonym, for whoever may see all as well.</summary>
    public RunMask Of(RunFiles files) => new(masking.Of(files.DatasetFolder.Open()), files.RunFolder.ReadFeatures());

    /// <summary>The values of a run's transactions alone.</summary>
    public ValueMask ValuesOf(RunFiles files) => IsOpen ? ValueMask.None : masking.Of(files.DatasetFolder.Open());
}
