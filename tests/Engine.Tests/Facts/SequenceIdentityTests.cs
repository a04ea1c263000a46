using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Features;
using Investigator.Engine.Ingest;
using Investigator.Engine.Sequences;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Features;
using Investigator.Engine.Tests.Sequences;
using Investigator.TestKit;

namespace Investigator.Engine.Tests.Facts;

public sealed class SequenceIdentityTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// 40 payments after three frequent pages and a rare one, which each two of them share; 6 more after a page that the source itself calls "other".
    /// </summary>
    private (Dataset Dataset, SequenceSet Sequences) RareEnds(int vocabulary = 3)
    {
        var shop = new TestShop();
        for (var i = 0; i < 46; i++)
        {
            string[] pages = ["home", "item", "cart", i < 40 ? $"news/{i / 2}" : "other"];
            for (var p = 0; p < pages.Length; p++) shop.See($"a{i}", (100 * i) + p, pages[p]);
            shop.Pay($"t{i:00}", $"a{i}", (100 * i) + 50);
        }
        var dataset = shop.Save(_folder.Path);
        return (dataset, EventSequences.Build(dataset, new SequenceOptions { VocabularySize = vocabulary }, new StageContext { Threads = 2 }));
    }

    [Fact]
    public void SamePages_PagesTooRareForAName_AreEqualOnlyWhereTheyAreTheSamePage()
    {
        var (_, sequences) = RareEnds();
        var codes = SequenceIdentity.SamePages(sequences);
        for (var row = 0; row < 40; row++) Assert.Equal(row / 2 * 2, codes[row]);
        for (var row = 40; row < 46; row++) Assert.Equal(row, codes[row]);
    }

    [Fact]
    public void SamePages_RarePagesNotKept_EqualNothing()
    {
        var (_, sequences) = RareEnds();
        Assert.Equal(Enumerable.Range(0, 46), SequenceIdentity.SamePages(sequences with { RarePages = [] }));
    }

    [Fact]
    public void SamePages_VocabularyOfAnySize_AreTheSame()
    {
        var (dataset, few) = RareEnds();
        var all = EventSequences.Build(dataset, new SequenceOptions { VocabularySize = 100 }, new StageContext { Threads = 2 });
        Assert.Equal(SequenceIdentity.SamePages(all), SequenceIdentity.SamePages(few));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Compute_SamePagesOfRarePages_AreCountedAsTheSqlCounts(bool kept)
    {
        var (dataset, sequences) = RareEnds();
        if (!kept) sequences = sequences with { RarePages = [] };
        var features = FeatureRun.Compute(dataset, sequences);
        var counts = features.Values("same_pages_7d");
        Assert.Equal(Enumerable.Range(0, 46).Select(i => kept && i < 40 ? i % 2f : 0), counts);
        using var tables = TableConnection.Open(threads: 1);
        FeatureViews.Create(tables, dataset, sequences, withSequences: true);
        var sql = features.Columns.Single(c => c.Definition.Name == "same_pages_7d").Definition.Sql;
        Assert.Equal(counts, tables.Query($"SELECT ({sql})::FLOAT FROM payments t ORDER BY t.row", r => r.GetFloat(0)));
    }
}
