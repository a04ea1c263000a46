using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>The catalogue computed for every transaction.</summary>
public static class FeatureComputation
{
    private const string Stage = StageNames.Features;

    /// <summary>Computes the catalogue and writes <c>features.parquet</c>, <c>features.json</c> and <c>feature-catalog.json</c> into <paramref name="folder"/>.</summary>
    /// <remarks>
    /// Attributes and experts' own expressions are DuckDB SQL. Windows and histories mean what their <see cref="FeatureDefinition.Sql"/> says but are computed in one linear pass each, since
    /// a distinct count over a sliding window costs a database far more than that.
    /// </remarks>
    /// <exception cref="InputException">An option is out of range, an added feature's SQL does not run, or the sequences are another dataset's.</exception>
    public static FeatureMatrix Compute(Dataset dataset, SequenceSet sequences, TransactionFacts facts, FeatureOptions options, string folder, StageContext context)
    {
        var whole = FeatureCatalog.Of(dataset, sequences.Pages, options);
        var catalog = whole.Where(static f => f.Kind != FeatureKind.EntityGroup).ToList();
        var count = checked((int)dataset.TransactionCount);
        if (sequences.Count != count) throw new InputException("the sequences are not this dataset's", value: FormattableString.Invariant($"{sequences.Count} sequences"), expected: FormattableString.Invariant($"{count}"));

        Directory.CreateDirectory(folder);
        var meter = context.Start(Stage, (long)catalog.Count * count * 2);
        var columns = new FeatureColumn[catalog.Count];
        using (var tables = TableConnection.Open(context.Scratch, context.Threads, memoryGigabytes: 1))
        {
            FeatureViews.Create(tables, dataset, sequences, NeedsSequences(catalog), context.Cancel);
            var transactions = new TransactionColumns(tables, facts, context.Cancel);
            for (var i = 0; i < columns.Length; i++)
            {
                var feature = catalog[i];
                meter.Note = feature.Phrase;
                if (feature.Kind.IsSql())
                {
                    columns[i] = FeatureExpressions.Compute(tables, feature, count, options.TopLevels, context.Cancel);
                    meter.Add(count);
                }
                else
                {
                    Prepare(feature, transactions);
                }
            }
            Parallel.For(0, columns.Length, context.Parallel, i =>
            {
                if (columns[i] is not null) return;
                columns[i] = new FeatureColumn { Definition = catalog[i], Values = Values(catalog[i], transactions, sequences, context.Cancel) };
                meter.Note = catalog[i].Phrase;
                meter.Add(count);
            });
        }
        var matrix = new FeatureMatrix { Count = count, Columns = columns };
        meter.Note = "writing";
        FeatureTable.Write(folder, matrix, context, meter);
        FeatureCatalogFile.Write(StoredFiles.Catalog.In(folder), whole);
        meter.Finish();
        return matrix;
    }

    private static bool NeedsSequences(IReadOnlyList<FeatureDefinition> catalog) =>
        catalog.Any(f => f.Kind.IsSql() && (f.Sql.Contains("sequence_events", StringComparison.OrdinalIgnoreCase) || f.Sql.Contains("page_sequence", StringComparison.OrdinalIgnoreCase)));

    private static void Prepare(FeatureDefinition feature, TransactionColumns transactions)
    {
        if (feature.Kind.IsHistory())
        {
            transactions.Prepare(feature.Key!);
            if (feature.Kind is FeatureKind.DistinctCount or FeatureKind.Share) transactions.Prepare(feature.Column!);
            if (feature is { Kind: FeatureKind.Share, Value: { } value }) transactions.PrepareCode(feature.Column!, value);
            if (feature.Kind == FeatureKind.NewForAccount) transactions.Prepare("account");
            if (feature.Kind.IsOverNumbers()) transactions.PrepareNumbers(feature.Column ?? "amount");
        }
    }

    private static float[] Values(FeatureDefinition feature, TransactionColumns transactions, SequenceSet sequences, CancellationToken cancel)
    {
        if (feature.Kind.IsSequence()) return SequenceStatistics.Compute(feature, sequences, cancel);
        var groups = transactions.By(feature.Key!);
        // Without a window all the past counts; half of the range keeps time minus window from wrapping around.
        var window = feature.Window is { } span ? span.Ticks / TimeSpan.TicksPerMicrosecond : long.MaxValue / 2;
        var numbers = feature.Kind.IsOverNumbers() ? transactions.Numbers(feature.Column ?? "amount") : [];
        return feature.Kind switch
        {
            FeatureKind.TransactionCount when feature.Around => CenteredWindows.Counts(groups, transactions.Times, window, null, cancel),
            FeatureKind.DeclineCount when feature.Around => CenteredWindows.Counts(groups, transactions.Times, window, transactions.Declined, cancel),
            FeatureKind.DistinctCount when feature.Around => CenteredWindows.Distinct(groups, transactions.Times, window, transactions.By(feature.Column!).Codes, cancel),
            FeatureKind.TransactionCount => TrailingWindows.Counts(groups, transactions.Times, window, null, cancel),
            FeatureKind.DeclineCount => TrailingWindows.Counts(groups, transactions.Times, window, transactions.Declined, cancel),
            FeatureKind.AmountSum => TrailingWindows.Sums(groups, transactions.Times, window, numbers, cancel),
            FeatureKind.Mean => TrailingMoments.Means(groups, transactions.Times, window, numbers, cancel),
            FeatureKind.Share when feature.Value is { } value => TrailingShares.OfValue(groups, transactions.Times, window, transactions.By(feature.Column!).Codes, transactions.Code(feature.Column!, value), cancel),
            FeatureKind.Share => TrailingShares.OfOwn(groups, transactions.Times, window, transactions.By(feature.Column!).Codes, cancel),
            FeatureKind.DistinctCount => TrailingWindows.Distinct(groups, transactions.Times, window, transactions.By(feature.Column!).Codes, cancel),
            FeatureKind.Age => KeyHistory.Age(groups, transactions.Times),
            FeatureKind.SincePrevious => KeyHistory.SincePrevious(groups, transactions.Times),
            FeatureKind.NewForAccount => KeyHistory.New(groups, transactions.By("account").Codes),
            FeatureKind.AmountRatio => TrailingMoments.Ratios(groups, transactions.Times, window, numbers, cancel),
            FeatureKind.ZScore => TrailingMoments.ZScores(groups, transactions.Times, window, numbers, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(feature), feature.Kind, "not a history"),
        };
    }
}
