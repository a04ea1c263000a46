using Investigator.Engine.Risk;
using Investigator.Runs;

namespace Investigator.Findings;

/// <summary>Reads what bars are held against.</summary>
public sealed class BarQueries(RunQueries runs, RunAnswers answers)
{
    private const int BytesEach = 64;

    /// <summary>Of the newest finished run; null when there is none.</summary>
    public async Task<BarPreview?> NewestAsync(CancellationToken cancel = default)
    {
        if (await runs.FindFinishedAsync(null, cancel) is not { } run || await runs.FilesAsync(run.Id, cancel) is not { } files) return null;
        return await answers.OfAsync(files, "bars", () => Read(files), static preview => BytesEach * (preview.Evidence?.Count ?? 0), cancel);
    }

    private static BarPreview Read(RunFiles files)
    {
        BarEvidence?[]? evidence = files.RunFolder.ReadRisks()?.Select(static risk => risk.Bars).ToArray();
        return new BarPreview(files.RunId, evidence is null || evidence.Contains(null) ? null : [.. evidence.OfType<BarEvidence>()]);
    }
}
