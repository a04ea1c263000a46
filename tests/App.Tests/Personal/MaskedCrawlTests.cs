using System.Net;
using System.Net.Http.Json;
using AngleSharp.Html.Parser;
using Investigator.Access;
using Investigator.App.Tests.Crawl;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Settings;
using Investigator.TestKit.Circuits;
using Investigator.Transactions;
using Investigator.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Personal;

/// <summary>Follows every link of the real app, signed in with and without the right to personal values, and looks for values in all that comes back.</summary>
public sealed class MaskedCrawlTests(ServedSample sample) : IClassFixture<ServedSample>
{
    /// <summary>Longer than any circuit takes; nothing is measured by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int MostOfAPage = 12;

    private readonly HtmlParser _parser = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Worst => sample.Prepared.Findings[0].Number;

    [Fact]
    public async Task Answers_WithoutTheRight_HoldNoPersonalValue()
    {
        var raw = MarkAll();
        using var http = await SignedIn.ClientAsync(sample.Services, Role.RiskExpert, Role.Supervisor, Role.Administrator);

        var answers = await CrawlAsync(http);

        Assert.True(answers.Count > 100, $"Only {answers.Count} links were followed.");
        var leaks = answers.Select(a => (a.Url, Found: raw.In(a.Text))).Where(static a => a.Found.Count > 0).ToList();
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Select(static l => $"{l.Url} holds {string.Join(", ", l.Found)}")));
        var refused = answers.Where(static a => a.Status == HttpStatusCode.Forbidden).Select(static a => a.Url).ToList();
        Assert.Contains(Links.Api.RunFile(sample.Run, KnownFiles.Narratives.Name), refused);
        Assert.Contains(Links.Api.RunFile(sample.Run, KnownFiles.Features.Name), refused);
        Assert.DoesNotContain(answers, static a => a.Status >= HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Answers_WithTheRight_HoldPersonalValues()
    {
        var raw = MarkAll();
        using var http = await SignedIn.ClientAsync(sample.Services, Role.Investigator);
        string[] links =
        [
            Links.Api.TransactionsCsv(sample.Run), Links.Api.SinglesCsv(sample.Run), Links.Api.MapPoints(sample.Run) + "0",
            Links.Api.RunFile(sample.Run, KnownFiles.Narratives.Name), Links.Finding(sample.Run, Worst), Links.Dataset(1),
        ];
        foreach (var link in links) Assert.True(raw.In(await http.GetStringAsync(new Uri(link, UriKind.Relative), Cancel)) is not [], link);
    }

    [Fact]
    public async Task Circuits_WithoutTheRight_AreSentPseudonymsAlone()
    {
        var raw = MarkAll();
        string[] pages =
        [
            Links.Transactions(sample.Run, risky: true), Links.Singles(sample.Run), Links.Finding(sample.Run, Worst),
            Links.Finding(sample.Run, Worst, "members"), Links.Dataset(1),
        ];
        foreach (var page in pages)
        {
            var sent = await SentAsync(page, Role.RiskExpert, "^~[0-9A-Z]{5}-[0-9A-Z]{5}");
            Assert.True(raw.In(sent) is [], $"{page} is sent {string.Join(", ", raw.In(sent))}");
        }
    }

    [Fact]
    public async Task Circuit_WithTheRight_IsSentPersonalValues()
    {
        var raw = MarkAll();

        var sent = await SentAsync(Links.Singles(sample.Run), Role.Investigator, "^" + sample.Prepared.Rows[0].Account[0]);

        Assert.NotEmpty(raw.In(sent));
    }

    [Fact]
    public async Task Filters_ByPersonalValues_AreRefusedAndDoNotRepeatThem()
    {
        _ = MarkAll();
        using var http = await SignedIn.ClientAsync(sample.Services, Role.RiskExpert);
        var account = sample.Prepared.Rows[0].Account;
        var scope = new TransactionScope(sample.Run, Where: [$"transaction.account:is:{account}"]);

        using var list = await http.GetAsync(new Uri(Links.Transactions(scope), UriKind.Relative), Cancel);
        using var csv = await http.GetAsync(new Uri(Links.Api.TransactionsCsv(scope), UriKind.Relative), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Links.Api.Selections(sample.Run), UriKind.Relative));
        request.Headers.Add("Origin", http.BaseAddress!.GetLeftPart(UriPartial.Authority));
        request.Content = JsonContent.Create(new
        {
            shape = "conditions",
            conditions = new[] { new { feature = "transaction.account", @operator = "is", category = account } },
        });
        using var selection = await http.SendAsync(request, Cancel);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (csv.StatusCode, selection.StatusCode));
        foreach (var answer in (HttpResponseMessage[])[list, csv, selection])
        {
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("may not see", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"is {account}", text, StringComparison.Ordinal);
        }
    }

    /// <summary>Makes the account, the entities and the attributes of every dataset personal.</summary>
    private RawValues MarkAll()
    {
        var dataset = new DatasetFolder(sample.Prepared.DatasetFolder).Open();
        string[] policy = [.. dataset.Entities, .. dataset.Attributes.Select(static a => a.Name)];
        sample.Services.GetRequiredService<CurrentSettings>().Take(
            new SettingsVersion(1, new PolicySettings { MaskedColumns = policy }, DateTime.UnixEpoch, "x", 1));
        return new RawValues(dataset, dataset.StoredAs([.. policy, PersonalColumns.Account]).Keys);
    }

    private async Task<List<Answer>> CrawlAsync(HttpClient http)
    {
        var (ahead, seen, answers) = (new Queue<string>(), new HashSet<string>(), new List<Answer>());
        string[] pages =
        [
            Links.Home, Links.Datasets, Links.Runs, Links.Run(sample.Run), Links.Dataset(1), Links.Findings(sample.Run), Links.Singles(sample.Run),
            Links.Rules(sample.Run), Links.Dashboard(sample.Run), Links.TagsPath, Links.Map(sample.Run), Links.Transactions(sample.Run),
        ];
        var tabs = sample.Prepared.Findings.Take(2).SelectMany(f => ((string?[])[null, "rules", "contrasts", "sequences", "members"])
            .Select(tab => Links.Finding(sample.Run, f.Number, tab)));
        var files = KnownFiles.OfRun.Where(static f => f.IsDownload).Select(f => Links.Api.RunFile(sample.Run, f.Name));
        foreach (var link in pages.Concat(tabs).Concat(files).Concat(ApiLinks.Of(sample))) Find(link);
        while (ahead.TryDequeue(out var url))
        {
            using var answer = await http.GetAsync(new Uri(url, UriKind.Relative), Cancel);
            var type = answer.Content.Headers.ContentType?.MediaType;
            answers.Add(new Answer(url, answer.StatusCode, type is "application/octet-stream" ? "" : await answer.Content.ReadAsStringAsync(Cancel)));
            if (type != "text/html") continue;
            foreach (var link in _parser.ParseDocument(answers[^1].Text).QuerySelectorAll("a[href]")) Find(link.GetAttribute("href")!);
        }
        return answers;

        void Find(string link)
        {
            var there = new Uri(new Uri(http.BaseAddress!, "/"), link);
            // Lists are alike: of each page that takes a query, a few will do.
            var isEnough = there.Query.Length > 0 && seen.Count(url => url.StartsWith(there.AbsolutePath + '?', StringComparison.Ordinal)) >= MostOfAPage;
            var isAnotherFinding = there.AbsolutePath.StartsWith(Links.Run(sample.Run) + "/findings/", StringComparison.Ordinal)
                && !sample.Prepared.Findings.Take(2).Any(f => there.AbsolutePath == Links.Finding(sample.Run, f.Number));
            if (isEnough || isAnotherFinding || there.Authority != http.BaseAddress!.Authority) return;
            if (seen.Add(there.PathAndQuery)) ahead.Enqueue(there.PathAndQuery);
        }
    }

    /// <summary>All that a page brings, before it is live and then, until a text that fits is shown.</summary>
    private async Task<string> SentAsync(string page, Role role, string shows)
    {
        var cookie = await SignedIn.CookieAsync(sample.Services, role);
        using var http = new HttpClient { BaseAddress = sample.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        var served = ServedPage.Of(await http.GetStringAsync(new Uri(page, UriKind.Relative), Cancel));
        var sent = new List<string> { served.Html };
        await using var circuit = await CircuitClient.StartAsync(http.BaseAddress!, Links.TagsPath, ServedPage.Of(
            await http.GetStringAsync(new Uri(Links.TagsPath, UriKind.Relative), Cancel)), Cancel, cookie: cookie);
        circuit.OnBatch = batch =>
        {
            lock (sent) sent.AddRange(batch.Strings);
        };
        await circuit.GoAsync(page, shows, Patience);
        Assert.Empty(circuit.Errors);
        lock (sent) return string.Join('\n', sent);
    }

    private sealed record Answer(string Url, HttpStatusCode Status, string Text);
}
