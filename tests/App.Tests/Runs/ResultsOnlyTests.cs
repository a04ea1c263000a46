using Investigator.Engine.Core;
using Investigator.Engine.Runs;
using Investigator.TestKit;

namespace Investigator.App.Tests.Runs;

public class ResultsOnlyTests
{
    [Fact]
    public async Task ReadResult_OfARunThatKeptItsResultsOnly_KnowsEachClusterAsBefore()
    {
        using var temp = new TempFolder();
        var run = new RunFolder(temp.Path);
        new RunFolder((await PreparedRun.OfAsync(new())).RunFolder).CopyTo(run);
        var whole = run.ReadResult().Clustering.Clusters;

        run.Keep(Retention.Results);

        Assert.Contains(whole, c => c.Persistence > 0);
        Assert.Equal(whole, run.ReadResult().Clustering.Clusters);
    }
}
