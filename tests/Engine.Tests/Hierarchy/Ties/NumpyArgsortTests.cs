using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Investigator.Engine.Hierarchy.Ties;

namespace Investigator.Engine.Tests.Hierarchy.Ties;

public class NumpyArgsortTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(128)]
    [InlineData(129)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(288)]
    [InlineData(289)]
    [InlineData(100_000)]
    public void Sort_AnyKeys_GivesEachIndexOnceByRisingKey(int count)
    {
        foreach (var distinct in new[] { 1, 2, 3, 1 + (count / 40), 1 + count })
        {
            var random = new Random(count + distinct);
            var keys = Enumerable.Range(0, count).Select(_ => random.Next(distinct)).ToArray();
            AssertSorted(keys);
            Array.Sort(keys);
            AssertSorted(keys);
            Array.Reverse(keys);
            AssertSorted(keys);
        }
    }

    [Fact]
    public void Sort_Ties_AreNotLeftInTheirOrder()
    {
        // A stable sort would leave equal keys in their order; the network moves them past one another.
        int[] keys = [5, 3, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3, 5, 3];
        var order = NumpyArgsort.Sort(keys);
        Assert.Equal([3, 3, 3, 3, 3, 3, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5], order.Select(i => keys[i]));
        Assert.NotEqual(Enumerable.Range(0, 16).OrderBy(i => keys[i]), order);
    }

    /// <summary>What the exchanges gave when the golden clusterings were first met.</summary>
    [Theory]
    [InlineData(257, "69A0B6864581B9F0")]
    [InlineData(1_000, "8065A570798BE898")]
    [InlineData(100_000, "2DE5B87DEBDA8062")]
    public void Sort_Ties_KeepTheOrderOfTheReference(int count, string hash)
    {
        var random = new Random(count);
        var order = NumpyArgsort.Sort([.. Enumerable.Range(0, count).Select(_ => random.Next(1 + (count / 40)))]);
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(order.AsSpan())))[..16]);
    }

    private static void AssertSorted(int[] keys)
    {
        var order = NumpyArgsort.Sort(keys);
        Assert.Equal(Enumerable.Range(0, keys.Length), order.Order());
        for (var i = 1; i < order.Length; i++) Assert.True(keys[order[i - 1]] <= keys[order[i]]);
    }
}
