using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Investigator.Map;
using Investigator.Selections;
using Investigator.Transactions;
using Investigator.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Api;

public sealed class EndpointTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private static int Members(int cluster) => Enumerable.Range(0, SampleRun.Rows).Count(i => SampleRun.ClusterOf(i) == cluster);

    private async Task<T[]> ColumnAsync<T>(string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(await sample.Http.GetByteArrayAsync(Links.Api.MapColumn(sample.Run, name))).ToArray();

    private async Task<(int Id, int Count)> SelectAsync(object shape)
    {
        var answer = await sample.Http.PostAsJsonAsync(Links.Api.Selections(sample.Run), shape);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("id").GetInt32(), json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task MapColumn_Cluster_IsEveryRowInOrder() =>
        Assert.Equal(Enumerable.Range(0, SampleRun.Rows).Select(SampleRun.ClusterOf), await ColumnAsync<int>("cluster"));

    [Fact]
    public async Task MapColumn_Feature_MissingIsNaNOrMinusOne()
    {
        var seconds = await ColumnAsync<float>("seconds_to_payment");
        Assert.Equal(SampleRun.Rows, seconds.Length);
        Assert.True(float.IsNaN(seconds[19]));
        Assert.Equal(20, seconds[0]);
        var browser = await ColumnAsync<int>("browser");
        Assert.Equal([1, 1, 0, -1], [browser[0], browser[1], browser[2], browser[10]]);
    }

    [Fact]
    public async Task MapColumn_RiskAndOutcome_AreByClusterAndAsOf()
    {
        var risk = await ColumnAsync<float>("risk");
        Assert.Equal([94.2f, 71.5f, 0f], [risk[0], risk[2], risk[7]]);
        var outcome = await ColumnAsync<int>("outcome");

        // Row 1 became known on 21 March, row 11 on 31 March, row 20 on 9 April: after the run's as-of time of 1 April.
        Assert.Equal([2, 2, 0, 0], [outcome[1], outcome[11], outcome[20], outcome[0]]);
    }

    [Fact]
    public async Task CatalogSchema_LinkedFromARun_IsServedAsJson()
    {
        var answer = await sample.Http.GetAsync(Links.CatalogSchema);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("Investigator feature catalogue", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
    }

    [Fact]
    public async Task DaysCsv_FinishedRun_HasALineADayThatAddsUpToTheRun()
    {
        var lines = (await sample.Http.GetStringAsync(Links.Api.DaysCsv(sample.Run))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("day_utc,transactions,risky,risky_money,missed_fraud,missed_fraud_money", lines[0]);
        Assert.Equal(SampleRun.Rows, lines[1..].Sum(l => int.Parse(l.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task MapColumn_WithItsVersion_IsKeptForEverAndNotSentTwice()
    {
        var version = await sample.Services.GetRequiredService<MapQueries>().VersionAsync(sample.Run);
        var first = await sample.Http.GetAsync(Links.Api.MapColumn(sample.Run, "x", version));
        Assert.Contains("immutable", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var stale = await sample.Http.GetAsync(Links.Api.MapColumn(sample.Run, "x", "another"));
        Assert.True(stale.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, Links.Api.MapColumn(sample.Run, "x"));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await sample.Http.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task MapColumn_AskedCompressed_ComesCompressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Links.Api.MapColumn(sample.Run, "cluster"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        Assert.Contains("br", (await sample.Http.SendAsync(request)).Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/api/runs/999/map/x")]
    [InlineData("/api/runs/1/map/no_such_feature")]
    [InlineData("/api/runs/1/map/hour_sine")]
    [InlineData("/api/runs/1/map/x%22%3B%20DROP%20TABLE%20m")]
    [InlineData("/api/runs/1/points/600")]
    [InlineData("/api/runs/1/files/features.parquet")]
    [InlineData("/api/runs/1/files/..%2F..%2Finvestigator.db")]
    [InlineData("/api/runs/1/files/%2e%2e%2f%2e%2e%2finvestigator.db")]
    [InlineData("/api/runs/999/clusters.csv")]
    [InlineData("/api/runs/999/days.csv")]
    [InlineData("/api/runs/999/transactions.csv")]
    [InlineData("/api/runs/1/clusters/77/contrasts.csv")]
    [InlineData("/api/runs/1/rules/c9-r9.json")]
    [InlineData("/api/datasets/77/rejects.csv")]
    public async Task Get_NotThere_IsProblem(string url)
    {
        var answer = await sample.Http.GetAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Points_Row_SaysWhatItIs()
    {
        var point = await sample.Http.GetFromJsonAsync<JsonElement>(Links.Api.MapPoints(sample.Run) + "12");
        Assert.Equal("T0000012", point.GetProperty("id").GetString());
        Assert.Equal(1, point.GetProperty("cluster").GetInt32());
    }

    [Fact]
    public async Task Selection_Polygon_IsPointInPolygonOverTheColumns()
    {
        double[] x = [-8, 6, 3, 9, -4], y = [-6, -7, 0, 7, 5];
        var (id, count) = await SelectAsync(new { shape = "polygon", x, y });
        var (columnX, columnY) = (await ColumnAsync<float>("x"), await ColumnAsync<float>("y"));
        var polygon = new Polygon(x, y);
        var expected = Enumerable.Range(0, SampleRun.Rows).Where(i => polygon.Contains(columnX[i], columnY[i])).ToArray();
        var kept = await sample.Services.GetRequiredService<SelectionQueries>().FindAsync(sample.Run, id);
        Assert.Equal(expected, kept!.Rows);
        Assert.Equal(expected.Length, count);
        Assert.InRange(count, 50, SampleRun.Rows - 50);
    }

    [Fact]
    public async Task Selection_ClusterAndConditions_HaveTheirRows()
    {
        Assert.Equal(Members(1), (await SelectAsync(new { shape = "cluster", cluster = 1 })).Count);
        var devices = await SelectAsync(new { shape = "conditions", conditions = new[] { new { feature = "accounts_on_device_24h", @operator = "at_least", number = (double?)5, category = (string?)null } } });
        Assert.Equal(Members(0), devices.Count);
        Assert.Equal(SampleRun.Rows, (await SelectAsync(new { shape = "box", x0 = -1000, x1 = 1000, y0 = 1000, y1 = -1000 })).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"shape\":\"star\"}")]
    [InlineData("{\"shape\":\"polygon\",\"x\":[0,1],\"y\":[0,1]}")]
    [InlineData("{\"shape\":\"polygon\",\"x\":[0,1,2],\"y\":[0,1]}")]
    [InlineData("{\"shape\":\"polygon\"}")]
    [InlineData("{\"shape\":\"polygon\",\"x\":[0,1,1e999],\"y\":[0,1,1]}")]
    [InlineData("{\"shape\":\"conditions\",\"conditions\":[]}")]
    [InlineData("{\"shape\":\"conditions\",\"conditions\":[{\"feature\":\"1=1 OR row\",\"operator\":\"at_least\",\"number\":1,\"category\":null}]}")]
    public async Task Selection_BadBody_IsBadRequest(string body)
    {
        var answer = await sample.Http.PostAsync(Links.Api.Selections(sample.Run), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Selection_TooLarge_IsRefused()
    {
        // The body waits for the server's word: one that is refused while it is under way may find the connection closed and never see the answer.
        using var request = new HttpRequestMessage(HttpMethod.Post, Links.Api.Selections(sample.Run)) { Content = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await sample.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Selection_FromAnotherSite_IsForbidden(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Links.Api.Selections(sample.Run)) { Content = JsonContent.Create(new { shape = "cluster", cluster = 0 }) };
        request.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task TransactionsCsv_ClusterAndCondition_HoldsThoseRows()
    {
        var all = await sample.Http.GetStringAsync(Links.Api.TransactionsCsv(new TransactionScope(sample.Run, Cluster: 0)));
        Assert.Equal(Members(0) + 1, all.TrimEnd().Split('\n').Length);
        Assert.StartsWith("id,account,time,amount,currency,entity_device,attribute_browser,decision,outcome,cluster,probability,outlier_score", all, StringComparison.Ordinal);
        Assert.Contains("'=1+1", all, StringComparison.Ordinal);
        Assert.Contains("\"Firefox, \"\"new\"\"\"", all, StringComparison.Ordinal);
        var quick = await sample.Http.GetStringAsync(Links.Api.TransactionsCsv(new TransactionScope(sample.Run, Cluster: 0, Where: ["seconds_to_payment:le:20"])));
        Assert.Equal(Enumerable.Range(0, SampleRun.Rows).Count(i => SampleRun.ClusterOf(i) == 0 && i % 60 == 0) + 1, quick.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("where=1%3D1")]
    [InlineData("where=amount:ge:nan")]
    [InlineData("where=browser:ge:3")]
    [InlineData("day=yesterday")]
    [InlineData("selection=4711")]
    public async Task TransactionsCsv_BadScope_IsBadRequest(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await sample.Http.GetAsync($"/api/runs/{sample.Run}/transactions.csv?{query}")).StatusCode);

    [Fact]
    public async Task Downloads_Known_ComeAsFiles()
    {
        Assert.Equal(5, (await sample.Http.GetStringAsync(Links.Api.ClustersCsv(sample.Run))).TrimEnd().Split('\n').Length);
        Assert.Contains("accounts on this device", await sample.Http.GetStringAsync(Links.Api.ContrastsCsv(sample.Run, 0)), StringComparison.Ordinal);
        Assert.Contains("\"id\": \"c0-r1\"", await sample.Http.GetStringAsync(Links.Api.RuleJson(sample.Run, "c0-r1")), StringComparison.Ordinal);
        Assert.Contains("is negative", await sample.Http.GetStringAsync(Links.Api.RejectsCsv(1)), StringComparison.Ordinal);
        var file = await sample.Http.GetAsync(Links.Api.RunFile(sample.Run, "rules.sql"));
        Assert.Equal("rules.sql", file.Content.Headers.ContentDisposition!.FileNameStar ?? file.Content.Headers.ContentDisposition.FileName);
    }
}
