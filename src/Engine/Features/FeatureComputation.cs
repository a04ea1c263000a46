using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features.Catalog;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;

namespace Investigator.Engine.Features;

/// <summary>Computes the catalogue for every transaction.</summary>
public static class FeatureComputation
{
    /// <summary>Times, amounts, accounts and entities as arrays, and the histories of a window.</summary>
    private const int BytesPerRow = 160;

    /// <summary>DuckDB spills what is more.</summary>
    private const long TableBytes = 1_000_000_000;

    /// <summary>Groups of rows that are being packed into the file.</summary>
    private const long WritingBytes = 300_000_000;

    private const string Stage = StageNames.Features;

    /// <summary>
    /// Computes the catalogue and writes <c>features.parquet</c>, <c>features.json</c> and <c>feature-catalog.json</c> into <paramref name="folder"/>.
    /// </summary>
    /// <remarks>
    /// Attributes and experts' own expressions are DuckDB SQL. Windows and histories mean what their <see cref="FeatureDefinition.Sql"/> says but are
    /// computed in one linear pass each, since a distinct count over a sliding window costs a database far more than that.
    /// </remarks>
    /// <exception cref="InputException">An option is out of range, an added feature's SQL does not run, or the sequences are another dataset's.</exception>
    public static FeatureMatrix Compute(Dataset dataset, SequenceSet sequences, TransactionFacts facts, FeatureOptions options, string folder,
        StageContext context)
    {
        var whole = FeatureCatalog.Of(dataset, sequences.Pages, options);
        var catalog = whole.Where(static f => f.Kind != EntityGroup.Kind).ToList();
        var count = checked((int)dataset.TransactionCount);
        if (sequences.Count != count)
        {
            throw new InputException("the sequences are not this dataset's", value: FormattableString.Invariant($"{sequences.Count} sequences"),
                expected: FormattableString.Invariant($"{count}"));
        }

        context.RequireMemory(
            BytesFor(count, catalog.Count), $"computing {Wording.Counted(catalog.Count, "feature")} of {Wording.Count(count)} rows", "fewer rows or features");
        Directory.CreateDirectory(folder);
        var meter = context.Start(Stage, (long)catalog.Count * count * 2);
        var columns = new FeatureColumn[catalog.Count];
        var written = catalog.Exists(static f => f.Kind is SqlKind && SqlKind.IsWritten(f));
        using (var spill = new SpillFolder(context.Scratch, "features"))
        using (var tables = TableConnection.Open(spill.Path, context.Threads, memoryGigabytes: TableBytes / 1e9))
        {
            FeatureViews.Create(tables, dataset, sequences, NeedsSequences(catalog), copied: written, context.Cancel);
            if (written) tables.LockDown();
            var transactions = new TransactionColumns(tables, facts, context.Cancel);
            for (var i = 0; i < columns.Length; i++)
            {
                var feature = catalog[i];
                meter.Note = feature.Phrase;
                if (feature.Kind is SqlKind kind)
                {
                    columns[i] = kind.Compute(tables, feature, count, options.TopLevels, context.Cancel);
                    meter.Add(count);
                }
                else
                {
                    ((ComputedKind)feature.Kind).Prepare(feature, transactions);
                }
            }
            var inputs = new FeatureInputs(transactions, sequences, context.Cancel);
            Parallel.For(0, columns.Length, context.Parallel, i =>
            {
                if (columns[i] is not null) return;
                columns[i] = new FeatureColumn { Definition = catalog[i], Values = ((ComputedKind)catalog[i].Kind).Compute(catalog[i], inputs) };
                meter.Note = catalog[i].Phrase;
                meter.Add(count);
            });
        }
        var matrix = new FeatureMatrix { Count = count, Columns = columns };
        meter.Note = "writing";
        FeatureTable.Write(folder, matrix, context, meter);
        FeatureCatalogFile.Write(KnownFiles.Catalog.In(folder), whole);
        meter.Finish();
        return matrix;
    }

    /// <summary>Bytes of the features themselves, of the columns they are computed from, and of what is being written.</summary>
    private static long BytesFor(long rows, int features)
    {
        var values = rows * features * sizeof(float);
        return values + (rows * BytesPerRow) + Math.Min(values, WritingBytes);
    }

    private static bool NeedsSequences(IReadOnlyList<FeatureDefinition> catalog) =>
        catalog.Any(f => f.Kind is SqlKind
            && (f.Sql.Contains("sequence_events", StringComparison.OrdinalIgnoreCase) || f.Sql.Contains("page_sequence", StringComparison.OrdinalIgnoreCase)));
}
