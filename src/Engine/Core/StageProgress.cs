namespace Investigator.Engine.Core;

/// <summary>How far a stage has come. <paramref name="Total"/> is 0 while it is not known.</summary>
/// <param name="Stage">Name of the stage, as in <c>run.json</c>.</param>
/// <param name="Done">Rows done, or bytes.</param>
/// <param name="Total">Rows to do, or bytes, or 0.</param>
/// <param name="RowsPerSecond">Mean rate since the stage began.</param>
/// <param name="Remaining">Expected time to the stage's end, when it can be told.</param>
/// <param name="Note">What the stage is doing now, in a few words.</param>
public sealed record StageProgress(string Stage, long Done, long Total, double RowsPerSecond, TimeSpan? Remaining, string? Note = null)
{
    /// <summary>Whether it is bytes that are counted.</summary>
    public bool IsBytes { get; init; }
}
