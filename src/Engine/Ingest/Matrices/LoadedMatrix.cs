using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>A matrix of points, as <see cref="MatrixFile"/> read it.</summary>
/// <param name="Points">In the scale of <paramref name="Scaling"/>.</param>
/// <param name="Columns">Their names; null where the file has none.</param>
/// <param name="Scaling">What was done to the file's numbers.</param>
/// <param name="Notes">What a person should know of how the file was read.</param>
public sealed record LoadedMatrix(PointMatrix Points, IReadOnlyList<string>? Columns, PointScaling Scaling, IReadOnlyList<string> Notes);
