namespace Investigator.Execution;

/// <summary>A folder that could not be brought back, and why.</summary>
public sealed record LeftFolder(string Folder, string Reason);

/// <summary>What an adoption brought back into the database.</summary>
/// <param name="Datasets">Datasets entered.</param>
/// <param name="Runs">Finished runs entered.</param>
/// <param name="Resumed">Unfinished runs that are queued again and go on after their last finished stage.</param>
/// <param name="Left">What stays where it is without a row.</param>
public sealed record AdoptionReport(int Datasets, int Runs, int Resumed, IReadOnlyList<LeftFolder> Left)
{
    /// <summary>Whether all that lies here was in the database before.</summary>
    public bool IsNothing => Datasets + Runs + Resumed + Left.Count == 0;
}
