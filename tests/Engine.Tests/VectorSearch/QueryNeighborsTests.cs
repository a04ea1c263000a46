using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Engine.Tests.Neighbors;
using Investigator.Engine.VectorSearch;

namespace Investigator.Engine.Tests.VectorSearch;

public class QueryNeighborsTests
{
    [Theory]
    [InlineData("uniform", 700, 3, 5)]
    [InlineData("blobs", 900, 20, 12)]
    [InlineData("far", 300, 5, 8)]
    [InlineData("duplicates", 300, 3, 40)]
    [InlineData("equal", 60, 2, 60)]
    [InlineData("uniform", 500, 1, 7)]
    public void Find_AnyShape_GivesWhatComparingAllGives(string shape, int count, int dimension, int k)
    {
        var points = PointClouds.Make(shape, count, dimension, seed: 3);
        var queries = PointClouds.Make(shape, 130, dimension, seed: 4);
        var context = new StageContext { Threads = 2 };
        using var search = new QueryNeighbors(new(points, dimension), context);
        var (rows, distances) = search.Find(new(queries, dimension), k, context.Start("test", 130));
        for (var q = 0; q < 130; q++)
        {
            var query = queries.AsSpan(q * dimension, dimension).ToArray();
            var expected = Enumerable.Range(0, count)
                .Select(i => (Distance: Math.Sqrt(PointMatrix.SquaredDistance(query, points.AsSpan(i * dimension, dimension))), Row: i))
                .Order().Take(k).ToArray();
            Assert.Equal(expected.Select(e => e.Distance), distances.AsSpan(q * k, k).ToArray());
            Assert.Equal(expected.Select(e => e.Row), rows.AsSpan(q * k, k).ToArray());
        }
    }
}
