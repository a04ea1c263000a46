using Investigator.Engine.Core;

namespace Investigator.Engine.Runs;

/// <summary>Carries out a stage and measures what it takes: the one place where stages are measured.</summary>
internal static class MeasuredStage
{
    /// <param name="stage">Its name.</param>
    /// <param name="rows">Rows it goes through.</param>
    /// <param name="context">Where it reports to.</param>
    /// <param name="work">Computes the output and writes what belongs to it.</param>
    public static (T Output, StageRecord Record) Run<T>(string stage, long rows, StageContext context, Func<T> work)
    {
        using var activity = Telemetry.Source.StartActivity(stage);
        activity?.SetTag("rows", rows);
        context.Start(stage, rows);
        var start = context.Clock.GetTimestamp();
        using var meter = CostMeter.Start();
        var output = work();
        var seconds = context.Clock.GetElapsedTime(start).TotalSeconds;
        Telemetry.StageSeconds.Record(seconds, new KeyValuePair<string, object?>("stage", stage));
        var cost = meter.Stop();
        return (output, new StageRecord(stage, Math.Round(seconds, 3), rows, cost.PeakBytes, Math.Round(cost.CpuSeconds, 3)));
    }
}
