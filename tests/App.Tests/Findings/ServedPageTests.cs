namespace Investigator.App.Tests.Findings;

/// <summary>What a browser is sent before it is connected.</summary>
public sealed class ServedPageTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Fact]
    public async Task FindingsPage_BeforeItsRowsAreRead_DoesNotSayThatThereAreNone()
    {
        var page = await sample.Http.GetStringAsync(new Uri("/findings", UriKind.Relative));
        Assert.Contains("Reading the findings", page, StringComparison.Ordinal);
        Assert.DoesNotContain("found no finding", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/clusters?run=1&risky=true", "/findings?run=1&risky=true")]
    [InlineData("/runs/1/clusters/0?tab=rules", "/runs/1/findings/FINDING?tab=rules")]
    [InlineData("/api/runs/1/clusters.csv", "/api/runs/1/findings.csv")]
    [InlineData("/api/runs/1/clusters/0/contrasts.csv", "/api/runs/1/findings/FINDING/contrasts.csv")]
    public async Task FormerAddress_OfClusters_LeadsToTheFindings(string former, string present)
    {
        var holder = sample.Prepared.Rows.First(static r => r.Cluster == 0).Finding;
        using var answer = await sample.Http.GetAsync(new Uri(former, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode);
        var reached = answer.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.Equal(present.Replace("FINDING", FormattableString.Invariant($"{holder}"), StringComparison.Ordinal), reached);
    }
}
