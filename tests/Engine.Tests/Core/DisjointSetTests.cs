using Investigator.Engine.Core;

namespace Investigator.Engine.Tests.Core;

public class DisjointSetTests
{
    [Fact]
    public void Join_RandomPairs_GivesTheComponentsOfTheGraph()
    {
        const int Count = 200;
        var random = new Random(5);
        var sets = new DisjointSet(Count);
        var label = Enumerable.Range(0, Count).ToArray();
        for (var pair = 0; pair < 150; pair++)
        {
            var (a, b) = (random.Next(Count), random.Next(Count));
            var (from, to) = (label[a], label[b]);
            Assert.Equal(from != to, sets.Join(a, b));
            label = Array.ConvertAll(label, own => own == from ? to : own);
        }

        Assert.Equal(label.Distinct().Count(), sets.Count);
        for (var i = 0; i < Count; i++)
        {
            Assert.Equal(sets.Root(i), sets.Find(i));
            Assert.Equal(label.Count(own => own == label[i]), sets.Size(sets.Find(i)));
            Assert.Equal(label[i] == label[0], sets.Find(i) == sets.Find(0));
        }
    }
}
