using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest.Sources;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Ingest.Matrices;

/// <summary>
/// A matrix of points from a file: <c>.npy</c>, text (CSV and its like, or with spaces between values; with a header or without), a workbook or Parquet
/// (numeric columns, or one column of lists of equal length). Numbers are read as doubles and become float32 as <see cref="MatrixSurvey"/> decides.
/// </summary>
public static class MatrixFile
{
    /// <summary>Fewer rows than this say little of whether a column only counts them.</summary>
    private const int FewestCounted = 10;

    /// <exception cref="InputException">No such file, no rows, or a cell that is no finite number: names row (1-based), column and value.</exception>
    public static LoadedMatrix Read(string path, StageContext? context = null) => Read(path, known: null, context ?? new StageContext());

    /// <summary>Further rows for the same space: columns are matched by name where both files have names, and read in the same scale.</summary>
    /// <exception cref="InputException">As for any matrix, or the columns are not those of the matrix that is known.</exception>
    public static LoadedMatrix ReadLike(LoadedMatrix known, string path, StageContext? context = null) => Read(path, known, context ?? new StageContext());

    private static LoadedMatrix Read(string path, LoadedMatrix? known, StageContext context)
    {
        if (!File.Exists(path)) throw new InputException("there is no such file", path, value: path, expected: "a .npy, CSV, Excel or Parquet file");
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException("this is an archive of several arrays", path, expected: "one array (numpy.save)");
        }
        if (IsNpy(path))
        {
            using var file = NpyMatrix.Open(path);
            return ReadNpy(file, path, known, context.Cancel);
        }

        using var connection = TableConnection.Open();
        using var table = MatrixTable.Open(connection, path, context);
        return ReadTable(known is null ? table : table.Like(known), known, context.Cancel);
    }

    private static bool IsNpy(string path)
    {
        using var file = RegularFile.Open(path);
        return file.ReadByte() == 0x93 || path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
    }

    private static LoadedMatrix ReadNpy(NpyMatrix file, string path, LoadedMatrix? known, CancellationToken cancel)
    {
        var (rows, width) = (file.Rows, file.Columns);
        if (rows == 0) throw new InputException("the matrix is empty", path, value: $"{rows} × {width}", expected: "at least one row and one column");
        RequireWidth(known, width, path);
        var names = Numbered(width);
        var survey = new MatrixSurvey(width);
        var block = new double[Math.Max(1, (1 << 18) / width) * width];
        for (var first = 0; first < rows; first += block.Length / width)
        {
            cancel.ThrowIfCancellationRequested();
            var values = block.AsSpan(0, Math.Min(block.Length, (rows - first) * width));
            file.Read(first, values);
            for (var r = 0; r < values.Length; r += width) survey.Add(values.Slice(r, width));
        }

        if (survey.NotFinite is var (row, column, value)) throw NotFinite(path, row, names[column], value.ToString(CultureInfo.InvariantCulture));
        var scaling = known?.Scaling ?? survey.Scaling(path, names);
        var points = PointMatrix.Of(rows, width, (to, first) =>
        {
            if (scaling.IsNone)
            {
                file.Read(first, to.Span);
                return;
            }

            for (var at = 0; at < to.Length;)
            {
                cancel.ThrowIfCancellationRequested();
                var values = block.AsSpan(0, Math.Min(block.Length, to.Length - at));
                file.Read(first + (at / width), values);
                for (var r = 0; r < values.Length; r += width) scaling.Apply(values.Slice(r, width), to.Span.Slice(at + r, width));
                at += values.Length;
            }
        });
        if (points.FirstNotFinite() is var (far, off))
        {
            file.Read(far, block.AsSpan(0, width));
            throw Beyond(path, far, names[off], block[off].ToString(CultureInfo.InvariantCulture));
        }
        return new LoadedMatrix(points, null, scaling, Notes(survey, points, scaling, names, known));
    }

    private static LoadedMatrix ReadTable(MatrixTable table, LoadedMatrix? known, CancellationToken cancel)
    {
        RequireWidth(known, table.Names.Count, table.Path);
        var survey = new MatrixSurvey(table.Names.Count);
        var values = Values(table, known?.Scaling ?? PointScaling.None, survey.Add, cancel);
        if (survey.Rows == 0) throw new InputException("the matrix is empty", table.Path, expected: "at least one row and one column");
        if (survey.NotFinite is var (row, column, _)) throw table.Fault(row, column, cancel);
        var scaling = known?.Scaling ?? survey.Scaling(table.Path, table.Names);
        if (known is null && !scaling.IsNone) values = Values(table, scaling, static _ => { }, cancel);
        var points = new PointMatrix([.. values], table.Names.Count);
        if (points.FirstNotFinite() is var (far, off)) throw Beyond(table.Path, far, table.Names[off], table.Text(far, off, cancel));
        return new LoadedMatrix(points, table.HasNames ? table.Names : null, scaling, [.. table.Notes, .. Notes(survey, points, scaling, table.Names, known)]);
    }

    private static List<float> Values(MatrixTable table, PointScaling scaling, Action<ReadOnlySpan<double>> look, CancellationToken cancel)
    {
        var values = new List<float>();
        var point = new float[table.Names.Count];
        table.Each(row =>
        {
            if (values.Count > Array.MaxLength - point.Length)
            {
                throw new InputException("the matrix is too large to hold in one piece", table.Path,
                    expected: $"at most {Array.MaxLength} values, or a .npy file");
            }
            look(row);
            scaling.Apply(row, point);
            values.AddRange(point);
        }, cancel);
        return values;
    }

    private static List<string> Notes(MatrixSurvey survey, PointMatrix points, PointScaling scaling, IReadOnlyList<string> names, LoadedMatrix? known)
    {
        var notes = new List<string>();
        if (known is not null) return notes;
        if (survey.FirstCounts && survey.Rows >= FewestCounted && points.Dimension > 1)
        {
            notes.Add($"column '{names[0]}' counts the rows one by one and is a dimension like any other: leave it out if it only numbers them");
        }
        if (scaling.Center is { } center)
        {
            var far = names.Where((_, c) => center[c] != 0).ToList();
            var columns = far.Count == 1 ? $"column '{far[0]}' is" : $"{far.Count} columns ({Wording.Cut(string.Join(", ", far), 200)}) are";
            notes.Add(columns + " read as differences from the middle value, because the values differ by little for their size; distances and clusters are "
                + "the same");
        }
        if (scaling.Exponent != 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"all numbers are read divided by {Math.ScaleB(1, scaling.Exponent):0.###e+0}, ")
                + "so that float32 holds their squares; clusters are the same");
        }
        if ((survey.IsRounded || !scaling.IsNone) && survey.DistinctRows is var different && UniqueRows.Of(points).Count is var left && left < different)
        {
            notes.Add($"{Wording.Counted(different, "different row")} became {Wording.Count(left)}: float32 holds seven digits and cannot tell the others "
                + "apart");
        }
        return notes;
    }

    internal static IReadOnlyList<string> Numbered(int width) => [.. Enumerable.Range(1, width).Select(static i => i.ToString(CultureInfo.InvariantCulture))];

    private static void RequireWidth(LoadedMatrix? known, int width, string path)
    {
        if (known is null || known.Points.Dimension == width) return;
        throw new InputException("the rows to place have another number of columns than the rows clustered", path,
            value: Wording.Counted(width, "column"), expected: Wording.Counted(known.Points.Dimension, "column"));
    }

    private static InputException NotFinite(string path, long row, string column, string value) =>
        new("the value is not finite", path, row + 1, column, value, "a finite number");

    private static InputException Beyond(string path, long row, string column, string value) =>
        new("the value is too far from the rows clustered for float32", path, row + 1, column, value, "numbers like those clustered");
}
