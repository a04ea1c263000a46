using Investigator.Engine.Core;

namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>An inverted file as the GPU searches it.</summary>
/// <param name="Rows">For each cell its rows.</param>
/// <param name="Probes">For each cell the cells that its points search; none twice.</param>
internal sealed record GpuIvfLists(CompressedLists Rows, CompressedLists Probes)
{
    public int Cells => Rows.Count;

    /// <summary>Share of all pairs of points that a search compares.</summary>
    public double PairShare => Enumerable.Range(0, Cells).Sum(c => (double)Searched(c) * Rows.LengthOf(c)) / Rows.Items.Length / Rows.Items.Length;

    /// <summary>Points that each point of a cell is compared with.</summary>
    public long Searched(int cell)
    {
        long points = 0;
        foreach (var probe in Probes[cell]) points += Rows.LengthOf(probe);
        return points;
    }
}
