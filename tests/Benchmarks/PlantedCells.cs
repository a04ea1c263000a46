using Investigator.Engine.Compute;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Neighbors.Kernels;

namespace Investigator.Benchmarks;

/// <summary>A plain inverted file made on the card for timing: sampled rows as centres, each row to its nearest, each cell searching the cells of the nearest centres.</summary>
internal static class PlantedCells
{
    public static CellLists Build(CardTarget card, float[] points, int columns, int cells, int probes)
    {
        var rows = points.Length / columns;
        var centers = Enumerable.Range(0, cells).Select(c => (int)((long)c * rows / cells)).ToArray();
        var cellOf = new int[rows];
        var layout = CardLayout.Of(centers);
        var queries = CardQueries.Outside([.. Enumerable.Range(0, rows)], CardSearch<DotForm>.AlignOf(card), layout);
        new CardSearch<DotForm>(card, points, columns, new double[columns], layout, capacity: 1, new StageContext()).Run(queries, block =>
        {
            for (var q = 0; q < block.Count; q++)
            {
                var row = queries.Rows[block.First + q];
                if (row >= 0) cellOf[row] = block.Slots[q];
            }
        });

        var starts = new int[cells + 1];
        foreach (var cell in cellOf) starts[cell + 1]++;
        for (var c = 0; c < cells; c++) starts[c + 1] += starts[c];
        var order = new int[rows];
        var next = starts.ToArray();
        for (var i = 0; i < rows; i++) order[next[cellOf[i]]++] = i;
        return new CellLists { Order = order, Starts = starts, ProbeStarts = [.. Enumerable.Range(0, cells + 1).Select(c => c * Math.Min(probes, cells))], Probes = Nearest(card, points, columns, centers, Math.Min(probes, cells)) };
    }

    private static int[] Nearest(CardTarget card, float[] points, int columns, int[] centers, int probes)
    {
        var matrix = new float[centers.Length * columns];
        for (var c = 0; c < centers.Length; c++) PointMatrix.Row(points, columns, centers[c]).CopyTo(matrix.AsSpan(c * columns));
        var others = probes > 1 ? CardNeighbors.Find(card, matrix, columns, probes - 1, new StageContext()).Indices : [];
        return [.. Enumerable.Range(0, centers.Length).SelectMany(c => others.Skip(c * (probes - 1)).Take(probes - 1).Prepend(c))];
    }
}
