namespace Investigator.Engine.Ingest.Sources;

/// <summary>Rows of a file as a file of their own. Dispose it: it goes with its rows.</summary>
/// <param name="File">To be read as any other.</param>
/// <param name="IsWhole">Whether it is the file itself, with all its rows.</param>
/// <param name="RowOf">Which row of the whole file (1-based) one of its rows is; null where that is not known.</param>
internal sealed record SampledFile(SourceFile File, bool IsWhole, Func<long, long?> RowOf);
