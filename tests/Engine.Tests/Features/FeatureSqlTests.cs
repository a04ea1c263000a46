using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Features.Catalog;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Features;

/// <summary>What experts read is what is computed: every feature's exported SQL, run as it stands, gives the column.</summary>
public class FeatureSqlTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Compute_RandomShop_EqualsTheExportedSqlOfEveryFeature(int seed)
    {
        FeatureDefinition[] own =
        [
            new() { Name = "cards_ever_on_device", Phrase = "cards ever on this device", Unit = "count", Kind = DistinctCount.Kind, Key = "entity_device",
                Column = "entity_card" },
            new() { Name = "gap_on_card", Phrase = "time since this card's previous payment", Unit = "seconds", Kind = SincePrevious.Kind,
                Key = "entity_card" },
            new() { Name = "in_90_s", Phrase = "payments in 90 seconds", Unit = "count", Kind = TransactionCount.Kind, Key = "entity_card",
                Window = TimeSpan.FromSeconds(90) },
        ];
        var matrix = Same(seed, new FeatureOptions { Own = own, LookAround = true });
        Assert.Contains(matrix.Columns, c => c.Definition.Name == "cards_ever_on_device");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Compute_CatalogueOfEveryKind_EqualsTheExportedSql(int seed)
    {
        var matrix = Same(seed, new FeatureOptions { Catalog = EveryKind.Entries });
        Assert.All(matrix.Columns.Where(c => c.Definition.Name is not ("crew" or "never_seen")),
            c => Assert.True(c.Values.Where(float.IsFinite).Distinct().Count() > 1 || c.IsCategory, c.Definition.Name + " says nothing here"));
    }

    private static FeatureMatrix Same(int seed, FeatureOptions options)
    {
        using var folder = new TempFolder();
        var dataset = FeatureRun.RandomShop(seed, 400, FeatureRun.Mixed).Save(folder.Path);
        var matrix = FeatureRun.Compute(dataset, options);
        using var tables = TableConnection.Open(threads: 2);
        FeatureViews.Create(tables, dataset, EventSequences.Build(dataset, new SequenceOptions(), FeatureRun.Context), withSequences: true);
        tables.Execute("CREATE TEMP TABLE known_outcomes AS SELECT row, outcome, outcome_known_at "
            + $"FROM {KnownOutcome.Transactions(dataset, dataset.To, null)} WHERE outcome IS NOT NULL");
        foreach (var column in matrix.Columns)
        {
            var expected = tables.Query($"SELECT ({column.Definition.Sql})::VARCHAR FROM payments t ORDER BY t.row", r => r.IsDBNull(0) ? null
                : r.GetString(0));
            Assert.True(expected.Count == 400, column.Definition.Name);
            for (var i = 0; i < expected.Count; i++)
            {
                var value = column.Values[i];
                if (column.IsCategory) Assert.Equal(expected[i], float.IsNaN(value) ? null : column.Levels![(int)value]);
                else if (expected[i] is null) Assert.True(float.IsNaN(value), $"{column.Definition.Name} row {i}: {value} instead of nothing");
                else Assert.True(Close(value, double.Parse(expected[i]!, System.Globalization.CultureInfo.InvariantCulture)), $"{column.Definition.Name} "
                    + $"row {i}: {value} instead of {expected[i]}");
            }
        }

        return matrix;
    }

    private static bool Close(double value, double expected) => Math.Abs(value - expected) <= 1e-4 + 1e-5 * Math.Abs(expected);
}
