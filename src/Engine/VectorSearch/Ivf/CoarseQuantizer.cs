using Investigator.Engine.Core;
using Investigator.Engine.Tables;

namespace Investigator.Engine.VectorSearch.Ivf;

/// <summary>
/// Divides the points into cells around k-means centres (Lloyd's iterations on a sample), for an inverted file. Each cell starts a new panel in
/// <see cref="Order"/>.
/// </summary>
internal sealed class CoarseQuantizer
{
    private const int SamplePerCell = 48;
    private const int Iterations = 6;

    /// <summary>
    /// A cell of this many times the mean size is cut up: rows that are all equal would otherwise make one cell, and searching it would compare every pair.
    /// </summary>
    private const int LargestCell = 8;

    private const int SmallestCell = 64;

    private CoarseQuantizer(int cells)
    {
        FirstPanel = new int[cells + 1];
        Size = new int[cells];
        Spread = new float[cells];
        SpreadVariance = new float[cells];
    }

    public int Count => Size.Length;

    /// <summary><c>[cells, d]</c>.</summary>
    public required float[] Centers { get; init; }

    /// <summary><c>[slots]</c> row of each slot, cell after cell; -1 in the padding of a cell's last panel.</summary>
    public required int[] Order { get; init; }

    /// <summary><c>[cells + 1]</c> cell c has the panels <c>[FirstPanel[c], FirstPanel[c + 1])</c>.</summary>
    public int[] FirstPanel { get; }

    /// <summary><c>[cells]</c> points.</summary>
    public int[] Size { get; }

    /// <summary><c>[cells]</c> mean of the points' squared distances to the centre, and the variance of these.</summary>
    public float[] Spread { get; }

    public float[] SpreadVariance { get; }

    /// <summary>About twice the square root of n: ranking the cells and searching the best of them then cost about the same.</summary>
    public static int CellsFor(int count) => Math.Clamp((int)(2 * Math.Sqrt(count)), 1, Math.Max(1, count / 16));

    public static CoarseQuantizer Build<TTile>(PointMatrix points, float[] mean, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var (count, dimension) = (points.Count, points.Dimension);
        var centers = Train<TTile>(points, CellsFor(count), mean, context, meter);
        var cell = new int[count];
        using (var packed = Pack(centers, dimension, mean, context)) CentroidAssignment.Find<TTile>(points, null, packed, cell, context, meter);
        centers = Dissolve<TTile>(points, centers, mean, cell, context, meter);
        return Cut(points, centers, cell);
    }

    /// <summary>
    /// Moves the points of tiny cells (around outliers that became centres) to other cells: a query needs enough points in its own cell to know how far to
    /// look.
    /// </summary>
    private static float[] Dissolve<TTile>(PointMatrix points, float[] centers, float[] mean, int[] cell, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var dimension = points.Dimension;
        var sizes = new int[centers.Length / dimension];
        foreach (var c in cell) sizes[c]++;
        var least = Math.Min(SmallestCell, cell.Length / sizes.Length / 2);
        var kept = Enumerable.Range(0, sizes.Length).Where(c => sizes[c] >= least).ToArray();
        if (kept.Length == sizes.Length || kept.Length == 0) return centers;
        var left = new float[kept.Length * dimension];
        var number = new int[sizes.Length];
        Array.Fill(number, -1);
        for (var c = 0; c < kept.Length; c++)
        {
            centers.AsSpan(kept[c] * dimension, dimension).CopyTo(left.AsSpan(c * dimension));
            number[kept[c]] = c;
        }

        var moved = new List<int>();
        for (var i = 0; i < cell.Length; i++)
        {
            cell[i] = number[cell[i]];
            if (cell[i] < 0) moved.Add(i);
        }

        var (rows, nearest) = (moved.ToArray(), new int[moved.Count]);
        using (var packed = Pack(left, dimension, mean, context)) CentroidAssignment.Find<TTile>(points, rows, packed, nearest, context, meter);
        for (var h = 0; h < rows.Length; h++) cell[rows[h]] = nearest[h];
        return left;
    }

    /// <summary>The centres as panels, in order.</summary>
    public static PanelLayout Pack(float[] centers, int dimension, float[] mean, StageContext context) =>
        PanelLayout.Around(mean, new PointMatrix(centers, dimension), [.. Enumerable.Range(0, centers.Length / dimension)], context);

    /// <returns><c>[panels]</c> the cell of each panel.</returns>
    public int[] CellOfPanel()
    {
        var cells = new int[FirstPanel[^1]];
        for (var c = 0; c < Count; c++) cells.AsSpan(FirstPanel[c]..FirstPanel[c + 1]).Fill(c);
        return cells;
    }

    /// <returns><c>[cells, d]</c> centres.</returns>
    public static float[] Train<TTile>(PointMatrix points, int cells, float[] mean, StageContext context, ProgressMeter meter)
        where TTile : struct, IDistanceTile
    {
        var dimension = points.Dimension;
        var random = new Random(context.Seed);
        var rows = Rows(random, points.Count, Math.Min(points.Count, cells * SamplePerCell));
        var centers = new float[cells * dimension];
        for (var c = 0; c < cells; c++) points.Row(rows[c]).CopyTo(centers.AsSpan(c * dimension));
        var nearest = new int[rows.Length];
        for (var step = 0; step < Iterations; step++)
        {
            using (var packed = Pack(centers, dimension, mean, context)) CentroidAssignment.Find<TTile>(points, rows, packed, nearest, context, meter);
            Move(points, rows, nearest, centers, random);
        }

        return centers;
    }

    /// <summary>Moves each centre to the mean of its rows, and a centre without rows to a random row.</summary>
    private static void Move(PointMatrix points, int[] rows, int[] nearest, float[] centers, Random random)
    {
        var dimension = points.Dimension;
        var sums = new double[centers.Length];
        var sizes = new int[centers.Length / dimension];
        for (var i = 0; i < rows.Length; i++)
        {
            sizes[nearest[i]]++;
            var row = points.Row(rows[i]);
            for (var j = 0; j < dimension; j++) sums[(nearest[i] * dimension) + j] += row[j];
        }

        for (var c = 0; c < sizes.Length; c++)
        {
            if (sizes[c] == 0) points.Row(rows[random.Next(rows.Length)]).CopyTo(centers.AsSpan(c * dimension));
            else for (var j = 0; j < dimension; j++) centers[(c * dimension) + j] = (float)(sums[(c * dimension) + j] / sizes[c]);
        }
    }

    /// <summary>Different rows in random order.</summary>
    public static int[] Rows(Random random, int count, int take)
    {
        if (take * 4L >= count)
        {
            var all = new int[count];
            for (var i = 0; i < count; i++) all[i] = i;
            random.Shuffle(all);
            return all[..take];
        }

        var chosen = new HashSet<int>(take);
        while (chosen.Count < take) chosen.Add(random.Next(count));
        return [.. chosen];
    }

    private static CoarseQuantizer Cut(PointMatrix points, float[] centers, int[] cell)
    {
        var dimension = points.Dimension;
        var sizes = new int[centers.Length / dimension];
        foreach (var c in cell) sizes[c]++;
        var most = Math.Max(PanelLayout.Width, LargestCell * (cell.Length / sizes.Length));
        var first = new int[sizes.Length + 1];
        for (var c = 0; c < sizes.Length; c++) first[c + 1] = first[c] + ((sizes[c] + most - 1) / most);
        var place = new int[first[^1]];
        var kept = new float[(long)first[^1] * dimension];
        var partSizes = new int[first[^1]];
        for (var c = 0; c < sizes.Length; c++)
        {
            for (var (part, left) = (first[c], sizes[c]); part < first[c + 1]; part++, left -= most)
            {
                partSizes[part] = Math.Min(most, left);
                centers.AsSpan(c * dimension, dimension).CopyTo(kept.AsSpan(part * dimension));
            }
        }

        var panels = 0;
        foreach (var size in partSizes) panels += (size + PanelLayout.Width - 1) / PanelLayout.Width;
        var order = new int[panels * PanelLayout.Width];
        Array.Fill(order, -1);
        var cells = new CoarseQuantizer(partSizes.Length) { Centers = kept, Order = order };
        for (var p = 0; p < partSizes.Length; p++)
        {
            cells.Size[p] = partSizes[p];
            cells.FirstPanel[p + 1] = cells.FirstPanel[p] + ((partSizes[p] + PanelLayout.Width - 1) / PanelLayout.Width);
        }

        cells.Place(points, cell, first, place);
        return cells;
    }

    private void Place(PointMatrix points, int[] cell, int[] first, int[] place)
    {
        var (sums, squares) = (new double[Count], new double[Count]);
        var part = first[..^1];
        for (var i = 0; i < cell.Length; i++)
        {
            var c = cell[i];
            if (place[part[c]] == Size[part[c]]) part[c]++;
            var p = part[c];
            Order[(FirstPanel[p] * PanelLayout.Width) + place[p]++] = i;
            var squared = PointMatrix.SquaredDistance(points.Row(i), Centers.AsSpan(p * points.Dimension, points.Dimension));
            sums[p] += squared;
            squares[p] += squared * squared;
        }

        for (var p = 0; p < Count; p++)
        {
            var mean = sums[p] / Math.Max(1, Size[p]);
            (Spread[p], SpreadVariance[p]) = ((float)mean, (float)Math.Max(0, (squares[p] / Math.Max(1, Size[p])) - (mean * mean)));
        }
    }
}
