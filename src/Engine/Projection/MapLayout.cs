using Investigator.Engine.Core;
using Investigator.Engine.Integrity;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Projection;

/// <summary>A point on the map for every transaction.</summary>
public sealed record MapLayout
{
    public required float[] X { get; init; }

    public required float[] Y { get; init; }

    public static MapLayout Load(string folder) => new()
    {
        X = NpyFile.Read<float>(KnownFiles.LayoutX.Require(folder), out _),
        Y = NpyFile.Read<float>(KnownFiles.LayoutY.Require(folder), out _),
    };

    /// <summary>As runs kept it before the map had files of its own: columns <c>x</c> and <c>y</c> beside each transaction's finding.</summary>
    /// <param name="members">What DuckDB reads, in the order of the rows.</param>
    public static MapLayout OfMembers(string members)
    {
        using var db = TableConnection.Open();
        var places = db.Query($"SELECT x::FLOAT, y::FLOAT FROM {members} ORDER BY file_row_number", static r => (X: r.GetFloat(0), Y: r.GetFloat(1)));
        return new MapLayout { X = [.. places.Select(static p => p.X)], Y = [.. places.Select(static p => p.Y)] };
    }
}
