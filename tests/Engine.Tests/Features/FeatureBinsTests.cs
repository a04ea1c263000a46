using Investigator.Engine.Features;
using Investigator.Engine.Features.Kinds;
using Investigator.Engine.Tests.Risk;

namespace Investigator.Engine.Tests.Features;

public class FeatureBinsTests
{
    /// <summary>Edges come from a sample of large data: five values among 200,000 rows may all fall between its rows.</summary>
    [Fact]
    public void Cut_AFewValuesAmongManyRows_GivesThemBinsOfTheirOwn()
    {
        var values = new float[200_000];
        Array.Fill(values, float.NaN);
        foreach (var row in (int[])[1, 3, 5, 7, 9]) values[row] = row;
        var binned = Assert.Single(FeatureBins.Cut([Column(values)], 64, Shop.Context));
        Assert.Equal([0, 1, 2, 3, 4], values.Index().Where(v => !float.IsNaN(v.Item)).Select(v => (int)binned.Codes[v.Index]));
        Assert.Equal(values.Length - 5, binned.Codes.Count(c => c == BinnedFeature.Missing));
        Assert.Equal([1f, 3, 5, 7, 9], binned.Lows);
    }

    [Fact]
    public void Cut_NoValueAtAll_IsMissingEverywhere()
    {
        var binned = Assert.Single(FeatureBins.Cut([Column([float.NaN, float.NaN])], 64, Shop.Context));
        Assert.All(binned.Codes, c => Assert.Equal(BinnedFeature.Missing, c));
        Assert.Equal(0, binned.Count);
    }

    private static FeatureColumn Column(float[] values) => new()
    {
        Definition = new FeatureDefinition { Name = "x", Phrase = "x", Unit = "count", Kind = Expression.Kind },
        Values = values,
    };
}
