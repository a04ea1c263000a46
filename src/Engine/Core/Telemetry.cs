using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Investigator.Engine.Core;

/// <summary>One span and one duration per stage, for any listener; no personal data in either.</summary>
public static class Telemetry
{
    public const string Name = "Investigator.Engine";

    public static ActivitySource Source { get; } = new(Name);

    private static Meter Meter { get; } = new(Name);

    public static Histogram<double> StageSeconds { get; } = Meter.CreateHistogram<double>("investigator.stage.duration", "s", "Wall time of a stage of a run");
}
