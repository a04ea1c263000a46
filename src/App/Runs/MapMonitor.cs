namespace Investigator.Runs;

/// <summary>Carries the progress of maps that are drawn for finished runs, as <see cref="RunMonitor"/> does that of runs.</summary>
public sealed class MapMonitor : RunMonitor;
