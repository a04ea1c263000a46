namespace Investigator.Engine.VectorSearch.Gpu;

/// <summary>Which of the GPU's panels are searched: lists of ranges of panels.</summary>
/// <param name="Starts"><c>[lists + 1]</c>: list i is ranges <c>[Starts[i], Starts[i + 1])</c>.</param>
/// <param name="First"><c>[ranges]</c> first panel.</param>
/// <param name="End"><c>[ranges]</c> the panel after the last.</param>
internal sealed record PanelLists(int[] Starts, int[] First, int[] End)
{
    /// <summary>One list of all panels.</summary>
    public static PanelLists Everything(int panels) => new([0, 1], [0], [panels]);

    /// <returns><c>[lists]</c> how many panels each holds.</returns>
    public long[] Lengths()
    {
        var lengths = new long[Starts.Length - 1];
        for (var list = 0; list < lengths.Length; list++)
        {
            for (var r = Starts[list]; r < Starts[list + 1]; r++) lengths[list] += End[r] - First[r];
        }

        return lengths;
    }
}
