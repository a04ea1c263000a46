namespace Investigator.Engine.Runs;

/// <summary>What one stage of a run took.</summary>
/// <param name="Stage">ingest, sequences, facts, embedding, features, hybrid, neighbors, hierarchy, clusters, projection, risk, rules, narratives.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Rows">Rows it went through.</param>
/// <param name="PeakBytes">Peak memory of the process up to the stage's end.</param>
public sealed record StageRecord(string Stage, double Seconds, long Rows, long PeakBytes);
