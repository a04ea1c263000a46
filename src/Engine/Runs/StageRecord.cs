namespace Investigator.Engine.Runs;

/// <summary>What one stage of a run took.</summary>
/// <param name="Stage">ingest, sequences, facts, embedding, features, hybrid, neighbors, hierarchy, clusters, projection, risk, rules, narratives.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Rows">Rows it went through.</param>
/// <param name="PeakBytes">The most memory that the process held while the stage ran; in files without <paramref name="CpuSeconds"/>, until it ended.</param>
/// <param name="CpuSeconds">Processor time of the process meanwhile; null in files from before it was measured.</param>
public sealed record StageRecord(string Stage, double Seconds, long Rows, long PeakBytes, double? CpuSeconds = null);
