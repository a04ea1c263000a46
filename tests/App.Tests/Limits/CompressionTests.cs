namespace Investigator.App.Tests.Limits;

public sealed class CompressionTests(ServedSample sample) : IClassFixture<ServedSample>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/rules")]
    [InlineData("/api/runs/{0}/findings.csv")]
    public async Task Answer_ToWhoeverReadsBrotli_IsCompressed(string path)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, sample.Run));
        asked.Headers.Add("Accept-Encoding", "br, gzip");
        using var answer = await sample.Http.SendAsync(asked);
        answer.EnsureSuccessStatusCode();
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
    }
}
