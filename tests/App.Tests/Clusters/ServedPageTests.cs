namespace Investigator.App.Tests.Clusters;

/// <summary>What a browser is sent before it is connected.</summary>
public sealed class ServedPageTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public async Task ClustersPage_BeforeItsRowsAreRead_DoesNotSayThatThereAreNone()
    {
        var page = await sample.Http.GetStringAsync(new Uri("/clusters", UriKind.Relative));
        Assert.Contains("Reading the clusters", page, StringComparison.Ordinal);
        Assert.DoesNotContain("found no cluster", page, StringComparison.Ordinal);
    }
}
