using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Investigator.Engine.Core;
using Investigator.Engine.Tables;
using Investigator.Map;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.TestKit;
using Investigator.Transactions;
using Investigator.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Api;

public sealed class EndpointTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private IReadOnlyList<RunRow> Rows => sample.Prepared.Rows;

    /// <summary>The riskiest cluster.</summary>
    private int Label => sample.Prepared.Findings[0].Number;

    private int Members(int cluster) => sample.Prepared.Members(cluster).Count();

    private async Task<T[]> ColumnAsync<T>(string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(await sample.Http.GetByteArrayAsync(Links.Api.MapColumn(sample.Run, name))).ToArray();

    private async Task<(int Id, int Count)> SelectAsync(object shape)
    {
        var answer = await sample.Http.PostAsJsonAsync(Links.Api.Selections(sample.Run), shape);
        Assert.True(answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK, answer.StatusCode.ToString());
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("id").GetInt32(), json.GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task MapColumn_FindingAndCluster_AreEveryRowInOrder()
    {
        Assert.Equal(Rows.Select(r => r.Cluster), await ColumnAsync<int>("cluster"));
        Assert.Equal(Rows.Select(r => r.Finding), await ColumnAsync<int>("finding"));
    }

    [Fact]
    public async Task MapColumn_Feature_MissingIsNaNOrMinusOne()
    {
        var amounts = await ColumnAsync<float>("amount");
        Assert.Equal(Rows.Select(r => (float)(r.Amount ?? double.NaN)), amounts);
        Assert.Contains(amounts, float.IsNaN);
        var features = sample.Prepared.Json("features.json").GetProperty("features").EnumerateArray();
        var browser = features.Single(f => f.GetProperty("definition").GetProperty("name").GetString() == "browser");
        var levels = browser.GetProperty("levels").EnumerateArray().Select(l => l.GetString()).ToList();
        var browsers = await ColumnAsync<int>("browser");
        Assert.Equal(sample.Prepared.Categories("browser"), browsers.Select(b => b < 0 ? null : levels[b]));
        Assert.Contains(-1, browsers);
    }

    [Fact]
    public async Task MapColumn_RiskAndOutcome_AreByFindingAndAsOf()
    {
        var scores = sample.Prepared.Findings.ToDictionary(c => c.Number, c => (float)(c.Probability ?? 0));
        Assert.Equal(Rows.Select(r => scores.GetValueOrDefault(r.Finding)), await ColumnAsync<float>("risk"));
        Assert.Equal(Rows.Select(r => !sample.Prepared.IsKnown(r) ? 0 : r.Outcome == "fraud" ? 2 : 1), await ColumnAsync<int>("outcome"));
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
        Assert.Equal(
            "day_utc,payments,in_risky_findings,money_at_risk,known_outcomes,missed_fraud,missed_fraud_money,missed_fraud_in_risky_findings,"
            + "outcomes_still_to_come",
            lines[0]);
        Assert.Equal(Rows.Count, lines[1..].Sum(l => int.Parse(l.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)));
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
        using var request = new HttpRequestMessage(HttpMethod.Get, Links.Api.MapColumn(sample.Run, "finding"));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        Assert.Contains("br", (await sample.Http.SendAsync(request)).Content.Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("/api/runs/999/map/x")]
    [InlineData("/api/runs/1/map/no_such_feature")]
    [InlineData("/api/runs/1/map/hour_sine")]
    [InlineData("/api/runs/1/map/x%22%3B%20DROP%20TABLE%20m")]
    [InlineData("/api/runs/1/points/1200")]
    [InlineData("/api/runs/1/files/work.json")]
    [InlineData("/api/runs/1/files/..%2F..%2Finvestigator.db")]
    [InlineData("/api/runs/1/files/%2e%2e%2f%2e%2e%2finvestigator.db")]
    [InlineData("/api/runs/999/findings.csv")]
    [InlineData("/api/runs/999/days.csv")]
    [InlineData("/api/runs/999/transactions.csv")]
    [InlineData("/api/runs/1/findings/77/contrasts.csv")]
    [InlineData("/api/runs/1/rules/c9-r9.json")]
    [InlineData("/api/datasets/77/rejects.csv")]
    public async Task Get_NotThere_IsProblem(string url)
    {
        var answer = await sample.Http.GetAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    /// <summary>A program asks again for what is coming, and not for what will not come by itself.</summary>
    [Theory]
    [InlineData(MapStatus.Drawing, null, HttpStatusCode.ServiceUnavailable, "still being drawn")]
    [InlineData(MapStatus.Failed, "no room.", HttpStatusCode.NotFound, "could not be drawn: no room.")]
    [InlineData(MapStatus.None, null, HttpStatusCode.NotFound, "has no map")]
    public async Task Map_ThatIsNotThere_IsAProblemThatSaysWhy(MapStatus map, string? error, HttpStatusCode expected, string words)
    {
        var run = await sample.Copies.AddFinishedRunAsync(1);
        await sample.Copies.SetMapAsync(run, map, error);
        foreach (var axis in (string[])["x", "y"])
        {
            var answer = await sample.Http.GetAsync(Links.Api.MapColumn(run, axis));
            Assert.Equal((expected, "no-store"), (answer.StatusCode, answer.Headers.CacheControl!.ToString()));
            Assert.Equal(expected == HttpStatusCode.ServiceUnavailable, answer.Headers.RetryAfter is not null);
            Assert.Contains(words, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await sample.Http.GetAsync(Links.Api.MapColumn(run, "finding"))).StatusCode);
        object[] onMap =
        [
            new { shape = "box", x0 = -1000, x1 = 1000, y0 = -1000, y1 = 1000 },
            new { shape = "polygon", x = new[] { -1000, 1000, 0 }, y = new[] { -1000, -1000, 2000 } },
        ];
        foreach (var shape in onMap)
        {
            var refused = await sample.Http.PostAsJsonAsync(Links.Api.Selections(run), shape);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(words, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Points_Row_SaysWhatItIs()
    {
        var point = await sample.Http.GetFromJsonAsync<JsonElement>(Links.Api.MapPoints(sample.Run) + "12");
        Assert.Equal((Rows[12].Id, Rows[12].Finding), (point.GetProperty("id").GetString(), point.GetProperty("finding").GetInt32()));
    }

    [Fact]
    public async Task Selection_Polygon_IsPointInPolygonOverTheColumns()
    {
        // A dented pentagon over most of the map.
        var (left, right, low, high) = (Rows.Min(r => r.X), Rows.Max(r => r.X), Rows.Min(r => r.Y), Rows.Max(r => r.Y));
        double[] x = [.. ((double[])[0.1, 0.8, 0.65, 0.95, 0.3]).Select(part => left + (part * (right - left)))];
        double[] y = [.. ((double[])[0.2, 0.15, 0.5, 0.85, 0.75]).Select(part => low + (part * (high - low)))];
        var (id, count) = await SelectAsync(new { shape = "polygon", x, y });
        var polygon = new Polygon(x, y);
        var expected = Rows.Where(r => polygon.Contains(r.X, r.Y)).Select(r => r.Row).ToArray();
        var kept = await sample.Services.GetRequiredService<SelectionQueries>().FindAsync(sample.Run, id);
        Assert.Equal(expected, kept!.Rows);
        Assert.Equal(expected.Length, count);
        Assert.InRange(count, 50, Rows.Count - 50);
    }

    [Fact]
    public async Task Selection_DrawnAgain_IsOkAndNotCreated()
    {
        var box = new { shape = "box", x0 = -7, x1 = 7, y0 = 7, y1 = -7 };
        using var first = await sample.Http.PostAsJsonAsync(Links.Api.Selections(sample.Run), box);
        using var again = await sample.Http.PostAsJsonAsync(Links.Api.Selections(sample.Run), box);
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Selection_Deleted_IsGoneAndCannotBeDeletedAgain()
    {
        var (id, _) = await SelectAsync(new { shape = "box", x0 = -8, x1 = 8, y0 = 8, y1 = -8 });
        using var other = await sample.Http.DeleteAsync(Links.Api.Selection(sample.Run + 1, id));
        using var gone = await sample.Http.DeleteAsync(Links.Api.Selection(sample.Run, id));
        using var again = await sample.Http.DeleteAsync(Links.Api.Selection(sample.Run, id));
        Assert.Equal(
            (HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NotFound), (other.StatusCode, gone.StatusCode, again.StatusCode));
        using var list = await sample.Http.GetAsync(Links.Api.TransactionsCsv(sample.Run, selection: id));
        Assert.Equal(HttpStatusCode.BadRequest, list.StatusCode);
    }

    [Fact]
    public async Task Selection_FindingClusterAndConditions_HaveTheirRows()
    {
        Assert.Equal(Members(Label), (await SelectAsync(new { shape = "finding", finding = Label })).Count);
        Assert.Equal(Rows.Count(r => r.Cluster == 0), (await SelectAsync(new { shape = "cluster", cluster = 0 })).Count);
        var shared = sample.Prepared.Numbers("accounts_on_device_24h").Count(v => v >= 3);
        Assert.InRange(shared, 1, Rows.Count - 1);
        var condition = new { feature = "accounts_on_device_24h", @operator = "at_least", number = (double?)3, category = (string?)null };
        Assert.Equal(shared, (await SelectAsync(new { shape = "conditions", conditions = new[] { condition } })).Count);
        Assert.Equal(Rows.Count, (await SelectAsync(new { shape = "box", x0 = -1000, x1 = 1000, y0 = 1000, y1 = -1000 })).Count);
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
    [InlineData("""{"shape":"conditions","conditions":[null]}""")]
    [InlineData("""{"shape":"conditions","conditions":[7]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"feature":null,"operator":"at_least","number":1}]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"feature":"amount","operator":"at_least","number":"many"}]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"feature":"amount","operator":"at_least","number":1e999}]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"any":[]}]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"any":[{"feature":"browser","operator":"in","categories":[null]}]}]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"feature":"amount","operator":"at_least","number":1,"extra":true}]}""")]
    [InlineData("""{"shape":"conditions","conditions":[{"feature":"transaction.day","operator":"is","category":"2026-13-01"}]}""")]
    public async Task Selection_BadBody_IsBadRequest(string body)
    {
        var answer = await sample.Http.PostAsync(Links.Api.Selections(sample.Run), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Selection_NullCondition_IsToldInWords()
    {
        var body = new StringContent("""{"shape":"conditions","conditions":[null]}""", Encoding.UTF8, "application/json");
        var answer = await sample.Http.PostAsync(Links.Api.Selections(sample.Run), body);
        Assert.Contains("a condition is not an object", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Selection_GroupOverFeaturesAndTheRun_HasItsRows()
    {
        var risky = sample.Prepared.Findings.Where(c => c.Risky).Select(c => c.Number).ToHashSet();
        var shared = sample.Prepared.Numbers("accounts_on_device_24h");
        object[] any =
        [
            new { feature = "accounts_on_device_24h", @operator = "above", number = 1 },
            new { feature = "transaction.cluster", @operator = "in", categories = new[] { "-1" } },
        ];
        object[] conditions = [new { feature = "transaction.risky", @operator = "is", category = "no" }, new { any }];
        var expected = Rows.Count(r => !risky.Contains(r.Finding) && (shared[r.Row] > 1 || r.Cluster == -1));
        Assert.Equal(expected, (await SelectAsync(new { shape = "conditions", conditions })).Count);
        Assert.InRange(expected, 1, Rows.Count - 1);
    }

    /// <summary>A category with a NUL character would have ended the query.</summary>
    [Fact]
    public async Task Selection_CategoryWithANulCharacter_MatchesNothing()
    {
        object[] conditions = [new { feature = "browser", @operator = "is", category = "head\0less" }];
        Assert.Equal(0, (await SelectAsync(new { shape = "conditions", conditions })).Count);
    }

    [Fact]
    public async Task Selection_TooLarge_IsRefused()
    {
        // The body waits for the server's word: one that is refused while it is under way may find the connection closed and never see the answer.
        using var request = new HttpRequestMessage(HttpMethod.Post, Links.Api.Selections(sample.Run));
        request.Content = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json");
        request.Headers.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await sample.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task Selection_FromAnotherSite_IsForbidden(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Links.Api.Selections(sample.Run));
        request.Content = JsonContent.Create(new { shape = "cluster", cluster = 0 });
        request.Headers.Add(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await sample.Http.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task TransactionsCsv_ClusterAndCondition_HoldsThoseRows()
    {
        var members = await sample.Http.GetStringAsync(Links.Api.TransactionsCsv(new TransactionScope(sample.Run, Finding: Label)));
        Assert.Equal(sample.Prepared.Members(Label).Select(r => r.Id), Lines(members).Select(l => l.Split(',')[0]));
        Assert.StartsWith("id,account,time,amount,currency,entity_device,", members, StringComparison.Ordinal);
        Assert.Contains(",outcome,finding,cluster,fraud_probability,membership,outlier_score", members, StringComparison.Ordinal);
        var below = sample.Prepared.Members(Label).Average(r => r.Amount)!.Value;
        var scope = new TransactionScope(sample.Run, Finding: Label, Where: [FormattableString.Invariant($"amount:le:{below}")]);
        var cheap = await sample.Http.GetStringAsync(Links.Api.TransactionsCsv(scope));
        Assert.Equal(sample.Prepared.Members(Label).Where(r => r.Amount <= below).Select(r => r.Id), Lines(cheap).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public async Task TransactionsCsv_TextsOfPeople_AreQuotedAndHarmless()
    {
        var all = await sample.Http.GetStringAsync(Links.Api.TransactionsCsv(new TransactionScope(sample.Run)));
        Assert.Contains(",'=1+1,", all, StringComparison.Ordinal);
        Assert.Contains("\"Firefox, \"\"new\"\"\"", all, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string csv) => csv.TrimEnd().Split('\n').Skip(1);

    /// <summary>What the short parameters say and what conditions say is one filter.</summary>
    [Theory]
    [InlineData("cluster=0", "where=transaction.cluster:is:0")]
    [InlineData("risky=true", "where=transaction.risky:is:yes")]
    [InlineData("day=DAY", "where=transaction.day:is:DAY")]
    [InlineData("fraud=true", "where=transaction.outcome:is:fraud")]
    [InlineData("finding=FINDING", "where=transaction.finding:is:FINDING")]
    [InlineData("missed=true", "where=transaction.decision:is:approved&where=transaction.outcome:is:fraud")]
    [InlineData("risky=true&atRisk=true", "where=transaction.risky:is:yes&where=transaction.decision:not:declined")]
    public async Task TransactionsCsv_ShortParameterAndCondition_HoldTheSameRows(string parameter, string condition)
    {
        Assert.InRange((await CsvAsync(parameter)).Length, 1, Rows.Count - 1);
        Assert.Equal(await CsvAsync(parameter), await CsvAsync(condition));

        async Task<string[]> CsvAsync(string query)
        {
            query = query.Replace("FINDING", FormattableString.Invariant($"{Label}"), StringComparison.Ordinal);
            query = query.Replace("DAY", FormattableString.Invariant($"{Rows[^1].Time:yyyy-MM-dd}"), StringComparison.Ordinal);
            return [.. Lines(await sample.Http.GetStringAsync($"/api/runs/{sample.Run}/transactions.csv?{query}"))];
        }
    }

    [Theory]
    [InlineData("where=1%3D1")]
    [InlineData("where=amount:ge:nan")]
    [InlineData("where=browser:ge:3")]
    [InlineData("day=yesterday")]
    [InlineData("where=transaction.day:is:yesterday")]
    [InlineData("where=transaction.cluster:ge:1")]
    [InlineData("where=%7B%22any%22%3A%5Bnull%5D%7D")]
    [InlineData("where=%7B")]
    [InlineData("selection=4711")]
    public async Task TransactionsCsv_BadScope_IsBadRequest(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await sample.Http.GetAsync($"/api/runs/{sample.Run}/transactions.csv?{query}")).StatusCode);

    [Fact]
    public async Task Downloads_Known_ComeAsFiles()
    {
        Assert.Equal(sample.Prepared.Findings.Count + 1, (await sample.Http.GetStringAsync(Links.Api.FindingsCsv(sample.Run))).TrimEnd().Split('\n').Length);
        var contrast = JsonDocument.Parse(sample.Prepared.Findings[0].Narrative).RootElement.GetProperty("contrasts")[0];
        var contrasts = await sample.Http.GetStringAsync(Links.Api.ContrastsCsv(sample.Run, Label));
        Assert.Contains(contrast.GetProperty("phrase").GetString()!, contrasts, StringComparison.Ordinal);
        var code = sample.Prepared.Rules[0].Code;
        Assert.Contains($"\"id\": \"{code}\"", await sample.Http.GetStringAsync(Links.Api.RuleJson(sample.Run, code)), StringComparison.Ordinal);
        Assert.Contains("is not finite", await sample.Http.GetStringAsync(Links.Api.RejectsCsv(1)), StringComparison.Ordinal);
        var file = await sample.Http.GetAsync(Links.Api.RunFile(sample.Run, "rules.sql"));
        Assert.Equal("rules.sql", file.Content.Headers.ContentDisposition!.FileNameStar ?? file.Content.Headers.ContentDisposition.FileName);
    }

    [Fact]
    public async Task RulesSql_RunAmongTheFilesThatAreOffered_FindsWhatEachRuleMatches()
    {
        using var folder = new TempFolder();
        var sql = await sample.Http.GetStringAsync(Links.Api.RunFile(sample.Run, KnownFiles.RulesSql.Name));
        var queries = sql.Split('\n').Where(static l => l.StartsWith("SELECT", StringComparison.Ordinal)).Select(static l => l.TrimEnd(';', '\r')).ToList();
        Assert.NotEmpty(queries);
        foreach (var file in queries.Select(static q => q.Split('\'')[1]).Distinct())
        {
            await File.WriteAllBytesAsync(folder.File(file), await sample.Http.GetByteArrayAsync(Links.Api.RunFile(sample.Run, file)));
        }

        using var db = TableConnection.Open();
        db.Execute($"SET file_search_path = {Sql.Text(folder.Path)}");
        foreach (var query in queries) Assert.InRange(db.Scalar<int>($"SELECT count(*) FROM ({query})"), 1, Rows.Count - 1);
    }
}
