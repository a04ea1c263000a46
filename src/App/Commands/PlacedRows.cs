using Investigator.Engine.Clusters;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Matrices;
using Investigator.Engine.Tables;

namespace Investigator.Commands;

/// <summary><c>--predict</c> and <c>--predict-out</c> of the cluster command: rows that are placed in the clusters found, and where their labels go.</summary>
internal sealed class PlacedRows
{
    private readonly string _from;
    private readonly string _to;

    private PlacedRows(string from, string to) => (_from, _to) = (from, to);

    /// <returns>Null when neither is asked for.</returns>
    /// <exception cref="InputException">One without the other.</exception>
    public static PlacedRows? Of(FileInfo? from, FileInfo? to)
    {
        if (from is null && to is null) return null;
        if (to is null) throw new InputException(
            "the labels of the further rows need a file", value: $"--predict {from!.Name}", expected: "--predict-out FILE beside it");
        if (from is null) throw new InputException(
            "there are no further rows to place", value: $"--predict-out {to.Name}", expected: "--predict FILE beside it");
        return new PlacedRows(from.FullName, to.FullName);
    }

    /// <param name="known">The rows clustered.</param>
    /// <param name="context">Ends the reading, and has the folder for what is converted.</param>
    /// <exception cref="InputException">As for any matrix, or it has other columns than the rows clustered.</exception>
    public PointMatrix Read(LoadedMatrix known, StageContext context) => MatrixFile.ReadLike(known, _from, context).Points;

    public void Write(Prediction prediction) => LabelsFile.WritePlaced(_to, prediction.Labels, prediction.Strengths);
}
