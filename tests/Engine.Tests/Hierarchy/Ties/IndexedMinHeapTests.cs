using Investigator.Engine.Hierarchy.Ties;


namespace Investigator.Engine.Tests.Hierarchy.Ties;

public class IndexedMinHeapTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(777)]
    public void Take_KeysLoweredMeanwhile_GivesRowsByKeyAndRow(int count)
    {
        var random = new Random(count);
        var keys = Enumerable.Range(0, count).Select(_ => (double)random.Next(50)).ToArray();
        var heap = new IndexedMinHeap(count);
        foreach (var row in Enumerable.Range(0, count).OrderBy(_ => random.Next())) heap.InsertOrDecrease(row, keys[row]);
        for (var i = 0; i < count; i++)
        {
            var row = random.Next(count);
            keys[row] -= random.Next(3);
            heap.InsertOrDecrease(row, keys[row]);
        }

        Assert.Equal(count, heap.Count);
        Assert.Equal(Enumerable.Range(0, count).OrderBy(row => (keys[row], row)), Enumerable.Range(0, count).Select(_ => heap.ExtractMin().Row).ToArray());
    }

    [Fact]
    public void Take_Empty_Throws() => Assert.Throws<InvalidOperationException>(() => new IndexedMinHeap(1).ExtractMin());
}
