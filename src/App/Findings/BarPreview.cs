using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Settings;

namespace Investigator.Findings;

/// <summary>What other bars would make of the findings of a run.</summary>
/// <param name="Run">A finished run.</param>
/// <param name="Evidence">Of each finding; null where a version made it that did not keep it.</param>
public sealed record BarPreview(int Run, IReadOnlyList<BarEvidence>? Evidence)
{
    /// <summary>In one sentence. Findings are taken as they were divided and joined then; a new run may do that otherwise.</summary>
    public string Words(PolicySettings now, PolicySettings then)
    {
        var run = FormattableString.Invariant($"run {Run}");
        if (Evidence is null) return $"What it would do to {run} cannot be told: an earlier version made it. A new run can tell.";
        if (Evidence.Count == 0) return $"The newest run, {run}, has no findings to try it on.";
        var (before, after) = (Risky(now), Risky(then));
        var (newly, noLonger) = (after.Except(before).Count(), before.Except(after).Count());
        var all = $"Of the {Wording.Counted(Evidence.Count, "finding")} of {run}";
        if (before.Count + after.Count == 0) return $"{all}, none would be risky, as now.";
        if (newly + noLonger == 0) return $"{all}, the same {Some(before.Count)} would be risky as now.";
        return $"{all}, {Some(after.Count)} would be risky, {Some(before.Count)} by the settings in force: {Some(newly)} newly, {Some(noLonger)} no longer.";
    }

    private static string Some(int count) => count == 0 ? "none" : Wording.Count(count);

    private List<int> Risky(PolicySettings settings)
    {
        var options = settings.In(new RiskOptions());
        return [.. Enumerable.Range(0, Evidence!.Count).Where(f => options.CallsRisky(Evidence[f]))];
    }
}
