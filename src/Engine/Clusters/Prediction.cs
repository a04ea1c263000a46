namespace Investigator.Engine.Clusters;

/// <summary>Where new points belong in a clustering that stays as it is.</summary>
/// <param name="Labels"><c>[q]</c> as in <see cref="Clustering.Labels"/>: -1 for none.</param>
/// <param name="Strengths"><c>[q]</c> in 0..1; 0 for none.</param>
public sealed record Prediction(int[] Labels, float[] Strengths);
