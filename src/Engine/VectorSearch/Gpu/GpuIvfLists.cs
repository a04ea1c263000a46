namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>An inverted file as a search sees it: points by cell, and for each cell those that its points search.</summary>
internal sealed record GpuIvfLists
{
    /// <summary><c>[n]</c> rows, cell after cell.</summary>
    public required int[] Order { get; init; }

    /// <summary><c>[cells + 1]</c>: cell c holds the rows at <c>[Starts[c], Starts[c + 1])</c> of <see cref="Order"/>.</summary>
    public required int[] Starts { get; init; }

    /// <summary><c>[cells + 1]</c>: cell c's points search the cells at <c>[ProbeStarts[c], ProbeStarts[c + 1])</c> of <see cref="Probes"/>.</summary>
    public required int[] ProbeStarts { get; init; }

    /// <summary>Cells, list after list; none twice in one list.</summary>
    public required int[] Probes { get; init; }

    public int Cells => Starts.Length - 1;

    /// <returns><c>[cells]</c> rows of each.</returns>
    public int[] Sizes() => [.. Starts.Zip(Starts.Skip(1), static (start, end) => end - start)];

    /// <summary>Share of all pairs of points that the lists have looked at.</summary>
    public double PairShare => Enumerable.Range(0, Cells).Sum(c => (double)Searched(c) * (Starts[c + 1] - Starts[c])) / Order.Length / Order.Length;

    /// <summary>Points that each point of a cell searches.</summary>
    public long Searched(int cell)
    {
        long points = 0;
        foreach (var probe in Probes.AsSpan(ProbeStarts[cell], ProbeStarts[cell + 1] - ProbeStarts[cell])) points += Starts[probe + 1] - Starts[probe];
        return points;
    }
}
