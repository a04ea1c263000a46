using Investigator.Engine.Core;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Filters;
using Investigator.Runs;

namespace Investigator.Selections;

/// <summary>Finds the transactions that a shape means in a finished run: what was drawn by the places on the map, all else by an expression.</summary>
public sealed class ShapeResolver(FilterQueries filters, PersonalConditions personal)
{
    /// <summary>Corners of a lasso: more than any hand draws.</summary>
    public const int MaxCorners = 10_000;

    /// <returns>Row numbers, ascending.</returns>
    /// <exception cref="InputException">It is no shape, with what was expected, or one on a map that is not there.</exception>
    public async Task<List<int>> ResolveAsync(SelectionShape shape, RunFiles files, CancellationToken cancel = default)
    {
        if (shape is PolygonShape polygon) return await OnMapAsync(Lasso(polygon).Contains, files, cancel);
        if (shape is BoxShape box) return await OnMapAsync(Box(box), files, cancel);
        var where = await ExpressionAsync(shape, files.RunId, cancel);
        Require(await filters.ProblemAsync(files.RunId, where, cancel));
        var table = new FilterTable(files, await filters.RiskyNumbersAsync(files.RunId, where, cancel));
        return await Task.Run(
            () =>
            {
                using var db = files.OpenTables();
                table.Prepare(db, where);
                return db.Query(table.Rows(where), r => r.GetInt32(0), cancel);
            },
            cancel);
    }

    private async Task<List<int>> OnMapAsync(Func<double, double, bool> contains, RunFiles files, CancellationToken cancel)
    {
        Require(await filters.MapProblemAsync(files.RunId, cancel));
        return await Task.Run(
            () =>
            {
                var map = files.RunFolder.ReadMap() ?? throw new InputException("the map is not there");
                return Enumerable.Range(0, map.X.Length).Where(row => contains(map.X[row], map.Y[row])).ToList();
            },
            cancel);
    }

    private static void Require(string? problem)
    {
        if (problem is not null) throw new InputException(problem);
    }

    private static Polygon Lasso(PolygonShape shape)
    {
        if (shape is { X: { } x, Y: { } y } && x.Count == y.Count && x.Count is >= 3 and <= MaxCorners && AreFinite([.. x, .. y])) return new Polygon(x, y);
        throw new InputException("the lasso is not a polygon", expected: $"x and y of 3 to {MaxCorners} corners, all finite");
    }

    private static Func<double, double, bool> Box(BoxShape b)
    {
        if (!AreFinite(b.X0, b.X1, b.Y0, b.Y1)) throw new InputException("the box has no finite edges", expected: "x0, x1, y0 and y1, all finite");
        var (x0, x1, y0, y1) = (Math.Min(b.X0, b.X1), Math.Max(b.X0, b.X1), Math.Min(b.Y0, b.Y1), Math.Max(b.Y0, b.Y1));
        return (x, y) => x >= x0 && x <= x1 && y >= y0 && y <= y1;
    }

    private async Task<RuleExpression> ExpressionAsync(SelectionShape shape, int runId, CancellationToken cancel) => shape switch
    {
        FindingShape f => TransactionFields.InFinding(f.Finding),
        ClusterShape c => TransactionFields.InCluster(c.Cluster),
        ConditionShape { Conditions.Count: > 0 } c => await personal.ReadAsync(
            runId, RuleParser.Check(new AllOf(c.Conditions), await filters.FieldsAsync(runId, cancel)), cancel),
        _ => throw new InputException("the selection has no shape", expected: "a polygon, a box, a finding, a cluster or conditions"),
    };

    private static bool AreFinite(params double[] values) => values.All(double.IsFinite);
}
