using System.Reflection;
using AngleSharp.Html.Parser;
using Bunit;
using Investigator.Runs;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Pages.Findings;
using Investigator.Web.Pages.Singles;
using Investigator.Web.Pages.Transactions;
using Microsoft.AspNetCore.Components;

namespace Investigator.App.Tests.Crawl;

/// <summary>Follows every link of every page over one real run, served by the real app.</summary>
public sealed class LinkCrawlTests(ServedSample sample) : PageTest, IClassFixture<ServedSample>
{
    private readonly HtmlParser _parser = new();
    private readonly Queue<Place> _ahead = new();
    private readonly HashSet<string> _seen = [];
    private readonly List<string> _broken = [];

    [Fact]
    public async Task Links_OfEveryPageOfARun_AnswerWithContent()
    {
        RunStatus[] without = [RunStatus.Running, RunStatus.Failed, RunStatus.Cancelled];
        foreach (var status in without) await sample.Copies.AddRunAsync(1, status, "the disk is full");
        foreach (var url in Pages()) Find(url, "the list of pages");
        foreach (var url in ApiLinks.Of(sample)) Find(url, "the list of API links");
        await FindInGridsAsync();

        while (_ahead.TryDequeue(out var place)) await FollowAsync(place);

        Assert.True(_broken.Count == 0, $"{_broken.Count} of {_seen.Count} links are broken:\n{string.Join('\n', _broken)}");
        Assert.True(Seen(Links.Api.RunFile(sample.Run, "")) > 5, "The run's page was not read to its list of files.");
        foreach (var c in sample.Prepared.Findings)
        {
            Assert.True(Seen(Links.Transactions(sample.Run, c.Number) + "&where=") > 0, $"The story of finding {c.Number} was not read to its lists.");
        }

        int Seen(string start) => _seen.Count(url => url.StartsWith(start, StringComparison.Ordinal));
    }

    /// <summary>Every page that the router knows, at each of the run's findings and tabs.</summary>
    private IEnumerable<string> Pages()
    {
        var pages = typeof(Links).Assembly.GetTypes().SelectMany(static type => type.GetCustomAttributes<RouteAttribute>());
        var routes = pages.Select(static route => route.Template).ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            // The page of what is not there is what it says.
            if (route == "/not-found") continue;
            var filled = route.Replace("/datasets/{Id:int}", Links.Dataset(1), StringComparison.Ordinal)
                .Replace("/runs/{Id:int}", Links.Run(sample.Run), StringComparison.Ordinal)
                .Replace("/runs/{Run:int}", Links.Run(sample.Run), StringComparison.Ordinal);
            filled = filled.Replace("/clusters/{Label:int}", "/clusters/0", StringComparison.Ordinal);
            if (!filled.Contains("/findings/{Number:int}", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("{", filled, StringComparison.Ordinal);
                yield return filled;
                continue;
            }

            foreach (var label in sample.Prepared.Findings.Select(c => c.Number))
            {
                foreach (var tab in (string?[])[null, "rules", "contrasts", "sequences", "members"]) yield return Links.Finding(sample.Run, label, tab);
            }
        }
    }

    /// <summary>Grids are filled only once a browser is connected: their links come from the pages rendered here, over a copy of the same run.</summary>
    private async Task FindInGridsAsync()
    {
        Assert.Equal(sample.Run, await Shop.AddAsync());
        var clusters = Open<FindingsPage>(Links.Findings(sample.Run));
        clusters.WaitForState(() => clusters.FindAll(".headline-cell a").Count > 0);
        Find(clusters.Markup, Links.Findings(sample.Run), "the grid of findings");
        var singles = Open<SinglesPage>(Links.Singles(sample.Run));
        singles.WaitForState(() => singles.FindAll("tbody a").Count > 0);
        Find(singles.Markup, Links.Singles(sample.Run), "the grid of singles");
        var scope = new TransactionScope(sample.Run, Risky: true);
        var transactions = Open<TransactionsPage>(Links.Transactions(scope));
        transactions.WaitForState(() => transactions.FindAll("tbody a").Count > 0);
        Find(transactions.Markup, Links.Transactions(scope), "the grid of transactions");
    }

    private async Task FollowAsync(Place place)
    {
        using var answer = await sample.Http.GetAsync(new Uri(place.Url, UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) _broken.Add($"{(int)answer.StatusCode} {place.Url} on {place.On}");
        else if (body.Length == 0) _broken.Add($"nothing at {place.Url} on {place.On}");
        else if (answer.Content.Headers.ContentType?.MediaType == "text/html") Find(body, place.Url, place.Url);
    }

    /// <param name="html">A page, or part of one.</param>
    /// <param name="url">Its address.</param>
    /// <param name="on">What to call it when one of its links is broken.</param>
    private void Find(string html, string url, string on)
    {
        var page = _parser.ParseDocument(html);
        if (page.QuerySelector("[role=alert]:not(.problem)") is { } alert) _broken.Add($"{url} shows a fault: {alert.TextContent.Trim()}");
        foreach (var (selector, attribute) in ((string, string)[])[("a[href]", "href"), ("link[href]", "href"), ("script[src]", "src"), ("img[src]", "src")])
        {
            foreach (var link in page.QuerySelectorAll(selector)) Find(link.GetAttribute(attribute)!, on);
        }
    }

    private void Find(string link, string on)
    {
        // Every page has the base "/".
        var there = new Uri(new Uri(sample.Http.BaseAddress!, "/"), link);
        if (there.Authority == sample.Http.BaseAddress!.Authority && _seen.Add(there.PathAndQuery)) _ahead.Enqueue(new Place(there.PathAndQuery, on));
    }

    private sealed record Place(string Url, string On);
}
