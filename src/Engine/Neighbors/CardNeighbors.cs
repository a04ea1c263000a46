using Investigator.Engine.Core;
using Investigator.Engine.Devices;
using Investigator.Engine.Neighbors.Kernels;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Neighbors;

/// <summary>
/// Nearest neighbours on a graphics card. As on the cores, dot products find a few more candidates than asked, their exact distances are computed by the host, and
/// queries whose answer rounding could have changed are searched again by differences: the graph is that of <see cref="ExactNeighbors"/>.
/// </summary>
internal static class CardNeighbors
{
    /// <param name="points"><c>[n, d]</c>; neither they nor the lists need fit the card's memory.</param>
    /// <param name="k">At least 1, at most n - 1.</param>
    /// <exception cref="InputException">Coordinates so large that squared distances overflow.</exception>
    public static NeighborGraph Find(CardTarget card, PointMatrix points, int k, StageContext context)
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count);
        var settling = new CandidateSettling(points, k, context);
        var mean = points.Mean();
        var layout = CardLayout.Whole(count);
        var queries = CardQueries.All(layout, card.Align);
        using (var search = new CardSearch<DotForm, AnyPoint>(card, points, mean, layout, BestList.CapacityFor(k), context))
        {
            search.Run(queries, block =>
            {
                settling.Settle(block, queries, layout, mean);
                meter.Add(Math.Min(block.First + block.Count, count) - Math.Min(block.First, count));
            });
        }

        SettleDoubtful(card, points, k, layout, settling, meter, context);
        meter.Finish();
        return settling.Graph;
    }

    /// <summary>
    /// Searches only the cells that each point's own cell lists; a point that finds fewer than k there is searched for everywhere. The graph's recall is for the caller to
    /// measure and to set: until then it claims to be exact.
    /// </summary>
    /// <param name="k">At least 1, at most n - 1.</param>
    /// <typeparam name="TForm">Dots where rounding is nothing beside the cells that are not searched; differences for tight groups far from the mean.</typeparam>
    public static NeighborGraph FindInCells<TForm>(CardTarget card, PointMatrix points, int k, CellLists cells, StageContext context)
        where TForm : struct, IScoreForm
    {
        var count = points.Count;
        var meter = context.Start("neighbors", count);
        var settling = new CandidateSettling(points, k, context);
        var align = card.Align;
        var layout = CardLayout.ByCell(cells, align);
        var queries = CardQueries.All(layout, align);
        using (var search = new CardSearch<TForm, AnyPoint>(card, points, default(TForm).Dots ? points.Mean() : null, layout, BestList.CapacityFor(k), context))
        {
            search.Run(queries, block =>
            {
                settling.Settle(block, queries, layout, mean: null);
                meter.Add(Math.Min(block.First + block.Count, count) - Math.Min(block.First, count));
            });
        }

        SettleDoubtful(card, points, k, CardLayout.Whole(count), settling, meter, context);
        meter.Finish();
        return settling.Graph;
    }

    private static void SettleDoubtful(CardTarget card, PointMatrix points, int k, CardLayout whole, CandidateSettling settling, ProgressMeter meter, StageContext context)
    {
        var doubtful = settling.DoubtfulRows();
        if (doubtful.Count == 0) return;
        meter.Note = "settling near ties";
        var queries = CardQueries.Of(doubtful, card.Align, whole);
        using var search = new CardSearch<DifferenceForm, AnyPoint>(card, points, mean: null, whole, BestList.CapacityFor(k), context);
        search.Run(queries, block => settling.Settle(block, queries, whole, mean: null));
        var lost = settling.DoubtfulRows();
        if (lost.Count > 0) throw new InputException("squared distances from this row are beyond float32", row: lost[0] + 1L, expected: "coordinates below 1e18");
    }
}
