using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Neighbors;
using Investigator.Engine.Risk.Payments;

namespace Investigator.Engine.Singles;

/// <summary>Says in words what makes a payment's own probability high: what its path through the trees adds, or its strong signs.</summary>
/// <remarks>
/// Features that differ in their window alone, and known outcomes at one place, are one reason: the strongest of them speaks. A number is said with the median
/// of all payments, and one that equals it is no reason to a reader.
/// </remarks>
internal sealed class PaymentExplainer
{
    /// <summary>What makes the odds less than a fifth higher is no reason.</summary>
    private static readonly double Least = Math.Log(1.2);

    private readonly int[] _rows;
    private readonly int _most;
    private readonly PaymentTrees? _trees;
    private readonly PaymentSigns? _signs;
    private readonly IReadOnlyList<FeatureColumn> _features;
    private readonly IReadOnlyList<NearbyOutcomes> _nearby;
    private readonly float[][] _values;
    private readonly Lazy<float>[] _medians;

    /// <param name="facts">Outcomes and entities.</param>
    /// <param name="features">The features.</param>
    /// <param name="graph">Neighbours; null without.</param>
    /// <param name="payments">What was learned.</param>
    /// <param name="most">Reasons of each.</param>
    /// <param name="rows">The payments to explain; their outcomes are not known.</param>
    /// <param name="context">Threads, seed.</param>
    public PaymentExplainer(
        TransactionFacts facts, FeatureMatrix features, NeighborGraph? graph, PaymentRisk payments, int most, int[] rows, StageContext context)
    {
        (_rows, _most, _trees) = (rows, most, payments.Trees);
        if (_trees is null)
        {
            (_features, _nearby, _values) = (features.Columns, [], []);
            _signs = new PaymentSigns(features.Columns, features.Count, context);
            _medians = Medians();
            return;
        }

        var folds = new AccountFolds(facts, _trees.Fitted.Folds, context.Seed);
        _features = PaymentColumns.Shown(features);
        _nearby = PaymentColumns.Surroundings(facts, graph, folds);
        var share = payments.Learning.BaseShare;
        _values =
        [
            .. _features.Select(column => Array.ConvertAll(rows, row => column.Values[row])),
            .. _nearby.Select(place => Array.ConvertAll(rows, row => place.Value(row, share))),
        ];
        _medians = Medians();
    }

    /// <param name="i">The payment by its place among those to explain.</param>
    public IReadOnlyList<SingleReason> Reasons(int i)
    {
        var reasons = new List<SingleReason>();
        var matters = new HashSet<(string, string?, string?)>();
        foreach (var (column, logOdds) in Contributions(i))
        {
            if (reasons.Count == _most || logOdds < Least) break;
            if (!matters.Add(Matter(column)) || Words(i, column) is not { } words) continue;
            reasons.Add(new SingleReason(words, NameOf(column), Math.Round(Math.Exp(logOdds), 3)));
        }
        return reasons;
    }

    /// <summary>Strongest first; the earlier column first where two are equal.</summary>
    private IReadOnlyList<(int Column, double LogOdds)> Contributions(int i)
    {
        if (_trees is null) return _signs!.Of(_rows[i]);
        return [.. _trees.Fitted.Explain(_values, i).Select((c, column) => (column, _trees.Scale.Slope * c)).OrderByDescending(static c => c.Item2)];
    }

    private string? NameOf(int column) => column < _features.Count ? _features[column].Definition.Name : null;

    private (string, string?, string?) Matter(int column)
    {
        if (column >= _features.Count) return ("known outcomes", _nearby[column - _features.Count].Place, null);
        var feature = _features[column].Definition;
        return feature.Key is null ? (feature.Name, null, null) : (feature.Kind.Name, feature.Key, feature.Column);
    }

    /// <summary>Null for what is no reason to a reader: that no fraud is known nearby, or that a number is as usual.</summary>
    private string? Words(int i, int column)
    {
        if (column >= _features.Count)
        {
            var place = _nearby[column - _features.Count];
            var (frauds, known) = place.Count(_rows[i]);
            return frauds == 0 ? null : place.Words(frauds, known);
        }

        var feature = _features[column];
        var value = feature.Values[_rows[i]];
        var phrase = feature.Definition.Phrase;
        if (float.IsNaN(value)) return $"{phrase}: missing";
        if (feature.Levels is { } levels) return levels[(int)value] == Category.Other ? $"{phrase}: a rare one" : $"{phrase}: {levels[(int)value]}";
        var unit = feature.Definition.Unit;
        var (said, usual) = (Wording.Value(value, unit), Wording.Value(_medians[column].Value, unit));
        return said == usual ? null : unit == Units.YesNo ? $"{phrase}: {said}" : $"{phrase}: {said} (usually {usual})";
    }

    /// <summary>Of each feature over all payments, taken when it is asked for.</summary>
    private Lazy<float>[] Medians() => [.. _features.Select(column => new Lazy<float>(() =>
    {
        float[] sorted = [.. column.Values.Where(static v => !float.IsNaN(v))];
        Array.Sort(sorted);
        return sorted.Length == 0 ? 0 : Quantiles.UpperMedian<float>(sorted);
    }))];
}
