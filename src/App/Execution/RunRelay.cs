using Investigator.Engine.Core;
using Investigator.Runs;

namespace Investigator.Execution;

/// <summary>Hands what the engine reports to the monitor, and to whoever else wants it.</summary>
internal sealed class RunRelay(int runId, RunMonitor monitor, IProgress<StageProgress>? also) : IProgress<StageProgress>
{
    public void Report(StageProgress value)
    {
        monitor.Report(runId, value);
        also?.Report(value);
    }
}
