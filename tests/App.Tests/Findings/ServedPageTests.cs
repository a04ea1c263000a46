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
}
