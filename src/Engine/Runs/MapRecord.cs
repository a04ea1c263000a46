namespace Investigator.Engine.Runs;

/// <summary><c>map.json</c>: what drawing the map took; what decides it stands in <c>run.json</c>.</summary>
/// <param name="Cost">The stage <c>projection</c>, which comes after the run.</param>
public sealed record MapRecord(StageRecord Cost);
