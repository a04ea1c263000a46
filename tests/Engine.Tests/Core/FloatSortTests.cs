using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class FloatSortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(50_000)]
    public void Sort_ValuesOfEverySignAndSize_AreInOrder(int count)
    {
        var random = new Random(count);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-40, 39))))];
        if (count > 4_000)
        {
            (values[0], values[1], values[2], values[3]) = (float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue);
            (values[4], values[5], values[6]) = (float.Epsilon, -float.Epsilon, 0);
        }

        AssertSorted(values);
    }

    [Fact]
    public void Sort_FewDifferentValues_AreInOrder() => AssertSorted([.. Enumerable.Range(0, 10_000).Select(static i => (float)(i * 7 % 3))]);

    [Fact]
    public void Sort_OneValue_StaysAsItIs() => AssertSorted([.. Enumerable.Repeat(-2.5f, 10_000)]);

    private static void AssertSorted(float[] values)
    {
        float[] expected = [.. values.Order()];
        FloatSort.Sort(values, new float[values.Length]);
        Assert.Equal(expected, values);
    }
}
