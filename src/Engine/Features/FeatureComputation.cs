using Investigator.Engine.Compute;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>The catalogue computed for every transaction.</summary>
public static class FeatureComputation
{
    private const string Stage = "features";

    /// <summary>Computes the catalogue and writes <c>features.parquet</c> and <c>features.json</c> into <paramref name="folder"/>.</summary>
    /// <remarks>
    /// Attributes and experts' own expressions are DuckDB SQL. Windows and histories mean what their <see cref="FeatureDefinition.Sql"/> says but are computed in one linear pass each, since
    /// a distinct count over a sliding window costs a database far more than that.
    /// </remarks>
    /// <exception cref="InputException">An option is out of range, an added feature's SQL does not run, or the sequences are another dataset's.</exception>
    public static FeatureMatrix Compute(Dataset dataset, SequenceSet sequences, FeatureOptions options, string folder, StageContext context)
    {
        var catalog = FeatureCatalog.Default(dataset, sequences, options);
        var count = checked((int)dataset.TransactionCount);
        if (sequences.Count != count) throw new InputException("the sequences are not this dataset's", value: FormattableString.Invariant($"{sequences.Count} sequences"), expected: FormattableString.Invariant($"{count}"));

        Directory.CreateDirectory(folder);
        var meter = context.Start(Stage, (long)catalog.Count * count * 2);
        var columns = new FeatureColumn[catalog.Count];
        using (var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1))
        {
            FeatureViews.Create(tables, dataset, sequences, NeedsSequences(options), context.Cancel);
            var transactions = new TransactionColumns(tables, sequences, count, context.Cancel);
            for (var i = 0; i < columns.Length; i++)
            {
                var feature = catalog[i];
                meter.Note = feature.Phrase;
                if (feature.Kind is FeatureKind.Expression or FeatureKind.Category)
                {
                    columns[i] = FeatureExpressions.Compute(tables, feature, count, options.TopLevels, context.Cancel);
                    meter.Add(count);
                }
                else if (feature.Kind == FeatureKind.EntityGroup)
                {
                    foreach (var column in (string[])["account", .. dataset.Entities.Select(e => "entity_" + e)]) transactions.Prepare(column);
                }
                else if (feature.Kind < FeatureKind.EventCount)
                {
                    transactions.Prepare(feature.Key!);
                    if (feature.Kind == FeatureKind.DistinctCount) transactions.Prepare(feature.Column!);
                    if (feature.Kind == FeatureKind.NewForAccount) transactions.Prepare("account");
                }
            }
            Parallel.For(0, columns.Length, context.Parallel, i =>
            {
                if (columns[i] is not null) return;
                columns[i] = new FeatureColumn { Definition = catalog[i], Values = Values(catalog[i], dataset.Entities, transactions, sequences, context.Cancel) };
                meter.Note = catalog[i].Phrase;
                meter.Add(count);
            });
        }
        var matrix = new FeatureMatrix { Count = count, Columns = columns };
        meter.Note = "writing";
        FeatureTable.Write(folder, matrix, context, meter);
        meter.Finish();
        return matrix;
    }

    private static bool NeedsSequences(FeatureOptions options) =>
        options.Own.Any(own => own.Sql.Contains("sequence_events", StringComparison.OrdinalIgnoreCase) || own.Sql.Contains("page_sequence", StringComparison.OrdinalIgnoreCase));

    private static float[] Values(FeatureDefinition feature, IReadOnlyList<string> entities, TransactionColumns transactions, SequenceSet sequences, CancellationToken cancel)
    {
        if (feature.Kind == FeatureKind.EntityGroup) return EntityGroups.Number([.. entities.Select(e => transactions.By("entity_" + e))], transactions.By("account").Codes, transactions.Times);
        if (feature.Kind >= FeatureKind.EventCount) return SequenceStatistics.Compute(feature, sequences, cancel);
        var groups = transactions.By(feature.Key!);
        // Without a window all the past counts; half of the range keeps time minus window from wrapping around.
        var window = feature.Window is { } span ? span.Ticks / TimeSpan.TicksPerMicrosecond : long.MaxValue / 2;
        return feature.Kind switch
        {
            FeatureKind.TransactionCount when feature.Around => CenteredWindows.Counts(groups, transactions.Times, window, null, cancel),
            FeatureKind.DeclineCount when feature.Around => CenteredWindows.Counts(groups, transactions.Times, window, transactions.Declined, cancel),
            FeatureKind.DistinctCount when feature.Around => CenteredWindows.Distinct(groups, transactions.Times, window, transactions.By(feature.Column!).Codes, cancel),
            FeatureKind.TransactionCount => TrailingWindows.Counts(groups, transactions.Times, window, null, cancel),
            FeatureKind.DeclineCount => TrailingWindows.Counts(groups, transactions.Times, window, transactions.Declined, cancel),
            FeatureKind.AmountSum => TrailingWindows.Sums(groups, transactions.Times, window, transactions.Amounts, cancel),
            FeatureKind.DistinctCount => TrailingWindows.Distinct(groups, transactions.Times, window, transactions.By(feature.Column!).Codes, cancel),
            FeatureKind.Age => KeyHistory.Age(groups, transactions.Times),
            FeatureKind.SincePrevious => KeyHistory.SincePrevious(groups, transactions.Times),
            FeatureKind.NewForAccount => KeyHistory.New(groups, transactions.By("account").Codes),
            FeatureKind.AmountRatio => KeyHistory.AmountRatio(groups, transactions.Amounts),
            _ => throw new ArgumentOutOfRangeException(nameof(feature), feature.Kind, "not a history"),
        };
    }
}
