using Investigator.Engine.Core;

namespace Investigator.Engine.Hierarchy.Boruvka;

/// <summary>For given points, the nearest point of another component by mutual reachability, no further than a given bound.</summary>
internal interface IOtherComponentSearch : IDisposable
{
    /// <summary>Takes over the components of a new round.</summary>
    /// <param name="component"><c>[n]</c>.</param>
    void Refresh(int[] component);

    /// <param name="rows">Points that search.</param>
    /// <param name="bounds">Per row of <paramref name="rows"/>: largest mutual reachability of interest.</param>
    /// <returns>For each of them: the nearest point (the lowest row among equals) and its mutual reachability, or -1 and the bound.</returns>
    (int Row, float Weight)[] Nearest(List<int> rows, float[] bounds, int[] component, ProgressMeter meter);
}
