using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Features;
using Investigator.Rules;
using Investigator.Runs;

namespace Investigator.Selections;

/// <summary>Finds the transactions that a shape means in a finished run.</summary>
internal static class ShapeResolver
{
    /// <summary>Corners of a lasso: more than any hand draws.</summary>
    public const int MaxCorners = 10_000;

    /// <exception cref="InputException">The shape is none, with what was expected.</exception>
    public static void Validate(SelectionShape shape, RunFiles files)
    {
        switch (shape)
        {
            case PolygonShape { X: not null, Y: not null } p when p.X.Count == p.Y.Count && p.X.Count is >= 3 and <= MaxCorners && p.X.Concat(p.Y).All(double.IsFinite): return;
            case PolygonShape: throw new InputException("the lasso is no polygon", expected: $"x and y of 3 to {MaxCorners} corners, all finite");
            case BoxShape b when double.IsFinite(b.X0) && double.IsFinite(b.X1) && double.IsFinite(b.Y0) && double.IsFinite(b.Y1): return;
            case BoxShape: throw new InputException("the box has no finite edges", expected: "x0, x1, y0 and y1, all finite");
            case ClusterShape: return;
            case ConditionShape { Conditions.Count: > 0 } c:
                var features = FeatureQueries.Read(files.RunFolder);
                if (c.Conditions.FirstOrDefault(one => !ConditionText.TryParse(ConditionText.Format(one), features, out _)) is { } bad)
                {
                    throw new InputException("the condition does not fit this run's features", value: ConditionText.Format(bad), expected: "a feature of the run, at_least or at_most a number, is or is_not a category");
                }

                return;
            default: throw new InputException("the selection has no shape", expected: "polygon, box, cluster or conditions");
        }
    }

    /// <returns>Row numbers, ascending.</returns>
    public static List<int> Resolve(SelectionShape shape, RunFiles files, CancellationToken cancel)
    {
        using var db = TableConnection.Open();
        var members = $"read_parquet({Sql.Text(Path.Combine(files.RunFolder, "members.parquet"))}, file_row_number = true)";
        List<int> Rows(string sql) => db.Query(sql, r => r.GetInt32(0), cancel);
        switch (shape)
        {
            case PolygonShape lasso:
                // The table finds what lies in the lasso's box; only that is tested corner by corner.
                var polygon = new Polygon(lasso.X, lasso.Y);
                return [.. db.Query(
                        $"SELECT file_row_number::INT, x::DOUBLE, y::DOUBLE FROM {members} WHERE {Within(polygon.MinX, polygon.MaxX, polygon.MinY, polygon.MaxY)} ORDER BY 1",
                        r => (Row: r.GetInt32(0), X: r.GetDouble(1), Y: r.GetDouble(2)), cancel)
                    .Where(p => polygon.Contains(p.X, p.Y)).Select(p => p.Row)];
            case BoxShape b:
                return Rows($"SELECT file_row_number::INT FROM {members} WHERE {Within(Math.Min(b.X0, b.X1), Math.Max(b.X0, b.X1), Math.Min(b.Y0, b.Y1), Math.Max(b.Y0, b.Y1))} ORDER BY 1");
            case ConditionShape c:
                return Rows($"SELECT row::INT FROM {FeatureQueries.Table(files.RunFolder)} WHERE {ConditionText.Predicate(c.Conditions)} ORDER BY 1");
            default:
                return Rows(string.Create(CultureInfo.InvariantCulture, $"SELECT file_row_number::INT FROM {members} WHERE cluster = {((ClusterShape)shape).Cluster} ORDER BY 1"));
        }
    }

    private static string Within(double x0, double x1, double y0, double y1) =>
        string.Create(CultureInfo.InvariantCulture, $"x::DOUBLE BETWEEN {x0:R}::DOUBLE AND {x1:R}::DOUBLE AND y::DOUBLE BETWEEN {y0:R}::DOUBLE AND {y1:R}::DOUBLE");
}
