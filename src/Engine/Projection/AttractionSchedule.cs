using Investigator.Engine.Core;

namespace Investigator.Engine.Projection;

/// <summary>Which edges attract how often, rows and targets in the order of the layout.</summary>
internal sealed record AttractionSchedule
{
    /// <summary>Numbers behind the last edge, so that a row's edges can be read in whole vectors.</summary>
    public const int Padding = 8;

    /// <summary><c>[n + 1]</c>.</summary>
    public required long[] Offsets { get; init; }

    public required int[] Targets { get; init; }

    /// <summary>Attractions per epoch of each edge, in 0..1; edges too weak to attract even once are left out.</summary>
    public required float[] Rates { get; init; }

    /// <param name="graph">How strongly edges attract.</param>
    /// <param name="order">Rows in the order of the layout.</param>
    /// <param name="epochs">Of the layout.</param>
    /// <param name="context">Threads and cancel.</param>
    public static AttractionSchedule Of(FuzzyGraph graph, int[] order, int epochs, StageContext context)
    {
        var n = graph.Count;
        var strongest = graph.Weights.Length == 0 ? 1 : graph.Weights.Max();
        var (offsets, place) = (new long[n + 1], new int[n]);
        context.ForEachRow(n, i =>
        {
            place[order[i]] = i;
            for (var e = graph.Offsets[order[i]]; e < graph.Offsets[order[i] + 1]; e++) if (Attracts(graph.Weights[e])) offsets[i + 1]++;
        });
        for (var i = 0; i < n; i++) offsets[i + 1] += offsets[i];
        var (targets, rates) = (new int[offsets[n] + Padding], new float[offsets[n] + Padding]);
        context.ForEachRow(n, i =>
        {
            var at = offsets[i];
            for (var e = graph.Offsets[order[i]]; e < graph.Offsets[order[i] + 1]; e++)
            {
                if (Attracts(graph.Weights[e])) (targets[at], rates[at++]) = (place[graph.Targets[e]], graph.Weights[e] / strongest);
            }
        });
        return new AttractionSchedule { Offsets = offsets, Targets = targets, Rates = rates };

        bool Attracts(float weight) => weight * epochs >= strongest;
    }
}
