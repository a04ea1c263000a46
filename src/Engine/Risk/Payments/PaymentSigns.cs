using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;

namespace Investigator.Engine.Risk.Payments;

/// <summary>Strong signs of a payment, for data of which too few outcomes are known to learn what is telling.</summary>
/// <remarks>
/// A sign is a count of three or more that hardly any other payment reaches. It begins to count where one in a hundred payments has as much and counts whole
/// where one in ten thousand has. Of each family only the strongest counts, so that three windows of one count are one sign. The weights are log odds, chosen
/// and not learned: many accounts on one device are the plainest sign of one hand, many payments of one account the least.
/// </remarks>
internal sealed class PaymentSigns
{
    private const int LeastCount = 3;

    private static readonly IReadOnlyList<Family> Families =
    [
        new(2, f => f.Kind == DistinctCount.Kind && f.Column == "account" && IsEntity(f)),
        new(1, f => f.Kind == DistinctCount.Kind && f.Key == "account"),
        new(1, f => f.Key == "page_sequence"),
        new(1, f => f.Kind == DeclineCount.Kind),
        new(0.5, f => f.Kind == TransactionCount.Kind && (f.Key == "account" || IsEntity(f))),
    ];

    private readonly IReadOnlyList<FeatureColumn> _columns;
    private readonly float[][] _logOdds;
    private readonly short[][] _strongest;

    /// <param name="columns">Features.</param>
    /// <param name="rows">Rows of each.</param>
    /// <param name="context">Threads, cancel.</param>
    public PaymentSigns(IReadOnlyList<FeatureColumn> columns, int rows, StageContext context)
    {
        _columns = columns;
        _logOdds = [.. Families.Select(_ => new float[rows])];
        _strongest = [.. Families.Select(_ => new short[rows])];
        Parallel.For(0, Families.Count, context.Parallel, family =>
        {
            for (var c = 0; c < columns.Count; c++)
            {
                if (columns[c].IsCategory || !Families[family].Has(columns[c].Definition)) continue;
                context.Cancel.ThrowIfCancellationRequested();
                Weigh(family, c);
            }
        });
    }

    /// <summary>Sum over families, 0 or more.</summary>
    public double LogOdds(int row) => _logOdds.Sum(family => (double)family[row]);

    /// <summary>Columns in which the row has a sign, with the log odds that it adds, strongest first.</summary>
    public IReadOnlyList<(int Column, double LogOdds)> Of(int row) =>
    [
        .. Enumerable.Range(0, Families.Count).Where(f => _logOdds[f][row] > 0).Select(f => ((int)_strongest[f][row], (double)_logOdds[f][row]))
            .OrderByDescending(static s => s.Item2),
    ];

    private void Weigh(int family, int column)
    {
        var values = _columns[column].Values;
        float[] sorted = [.. values.Where(static v => !float.IsNaN(v))];
        Array.Sort(sorted);
        for (var row = 0; row < values.Length; row++)
        {
            if (!(values[row] >= LeastCount)) continue;
            var tail = (sorted.Length - SortedSearch.CountBelow<float>(sorted, values[row])) / (double)sorted.Length;
            var weight = (float)(Families[family].Weight * Math.Clamp((-Math.Log10(tail) - 2) / 2, 0, 1));
            if (weight > _logOdds[family][row]) (_logOdds[family][row], _strongest[family][row]) = (weight, (short)column);
        }
    }

    private static bool IsEntity(FeatureDefinition feature) => feature.Key?.StartsWith("entity_", StringComparison.Ordinal) == true;

    private sealed record Family(double Weight, Func<FeatureDefinition, bool> Has);
}
