using Investigator.Engine.Core;
using Investigator.Engine.Features;

namespace Investigator.Engine.Narratives;

/// <summary>How far each feature sets each cluster apart from all other transactions.</summary>
internal static class ContrastSelection
{
    /// <summary>Weaker separations are left out: at 0.2 a member exceeds another in six cases of ten.</summary>
    private const double WeakestEffect = 0.2;

    private const int Most = 15;

    /// <returns>By cluster, strongest first.</returns>
    public static List<FeatureContrast>[] Of(FeatureMatrix features, int[][] members, StageContext context, ProgressMeter meter)
    {
        var columns = features.Columns.Where(c => c.Definition.Shown).ToList();
        var found = new FeatureContrast?[columns.Count][];
        Parallel.For(0, columns.Count, context.Parallel, f =>
        {
            var column = columns[f];
            found[f] = column.IsCategory ? Categories(column, members, context.Cancel) : Numbers(column, members, context.Cancel);
            meter.Add(1);
        });
        return [.. members.Select((_, c) => found.Select(f => f[c]).OfType<FeatureContrast>().OrderByDescending(x => Math.Abs(x.Effect)).Take(Most).ToList())];
    }

    private static FeatureContrast?[] Numbers(FeatureColumn column, int[][] members, CancellationToken cancel)
    {
        var all = SortedValues.Sort(column.Values);
        return [.. members.Select(rows =>
        {
            cancel.ThrowIfCancellationRequested();
            var mine = SortedValues.Sort(rows.Select(r => column.Values[r]));
            if (mine.Length * 2 < rows.Length || mine.Length == 0 || SortedValues.MedianWithout(all, mine) is not { } rest) return null;
            var effect = SortedValues.Separation(all, mine);
            return Math.Abs(effect) < WeakestEffect ? null : new FeatureContrast(column.Definition.Name, column.Definition.Phrase, column.Definition.Unit,
                Quantiles.Linear<float>(mine, 0.5), rest, Quantiles.Linear<float>(mine, 0.1), Quantiles.Linear<float>(mine, 0.9), effect, null)
            {
                Clock = column.Definition.Clock,
            };
        })];
    }

    private static FeatureContrast?[] Categories(FeatureColumn column, int[][] members, CancellationToken cancel)
    {
        var levels = column.Levels!;
        var all = Count(column, Enumerable.Range(0, column.Values.Length));
        return [.. members.Select(rows =>
        {
            cancel.ThrowIfCancellationRequested();
            var others = column.Values.Length - rows.Length;
            if (others == 0 || levels.Length == 0) return null;
            var mine = Count(column, rows);
            var best = Enumerable.Range(0, levels.Length).MaxBy(l => Math.Abs(Effect(l)));
            return Math.Abs(Effect(best)) < WeakestEffect ? null : new FeatureContrast(column.Definition.Name, column.Definition.Phrase, column.Definition.Unit,
                (double)mine[best] / rows.Length, (double)(all[best] - mine[best]) / others, 0, 0, Effect(best), levels[best]);

            double Effect(int level) => ((double)mine[level] / rows.Length) - ((double)(all[level] - mine[level]) / others);
        })];
    }

    private static int[] Count(FeatureColumn column, IEnumerable<int> rows)
    {
        var counts = new int[column.Levels!.Length];
        foreach (var row in rows)
        {
            if (!float.IsNaN(column.Values[row])) counts[(int)column.Values[row]]++;
        }
        return counts;
    }
}
