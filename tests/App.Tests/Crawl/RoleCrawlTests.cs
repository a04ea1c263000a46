using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Investigator.Access;
using Investigator.App.Tests.Hostile;
using Investigator.App.Tests.Rights;
using Investigator.Runs;

namespace Investigator.App.Tests.Crawl;

/// <summary>Whoever is signed in, no link of a page that they see leads to what they may not see.</summary>
public sealed partial class RoleCrawlTests(ServedSample sample) : IClassFixture<ServedSample>
{
    private const int OfAKind = 6;

    private readonly HtmlParser _parser = new();

    [Theory]
    [InlineData(Role.Investigator)]
    [InlineData(Role.RiskExpert)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.Administrator)]
    public async Task Links_OfEveryPageThatTheRoleSees_LeadSomewhere(Role role)
    {
        foreach (var status in (RunStatus[])[RunStatus.Queued, RunStatus.Failed]) await sample.Copies.AddRunAsync(1, status, "the disk is full");
        using var http = await SignedIn.ClientAsync(sample.Services, role);
        var (seen, broken) = (new HashSet<string>(), new List<string>());
        var (ahead, alike) = (new Queue<(string Url, string On)>(), new Dictionary<string, int>());
        foreach (var page in Pages(role)) Find(page, "the list of pages");

        while (ahead.TryDequeue(out var place))
        {
            using var answer = await http.GetAsync(new Uri(place.Url, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode) broken.Add($"{(int)answer.StatusCode} {place.Url} on {place.On}");
            else if (answer.Content.Headers.ContentType?.MediaType == "text/html") Read(await answer.Content.ReadAsStringAsync(), place.Url);
        }

        Assert.True(broken.Count == 0, $"{broken.Count} of {seen.Count} links are broken for {Who.Name(role)}:\n{string.Join('\n', broken)}");
        Assert.True(seen.Count > 100, $"only {seen.Count} links were followed");

        void Read(string html, string on)
        {
            foreach (var link in _parser.ParseDocument(html).QuerySelectorAll("a[href]")) Find(link.GetAttribute("href")!, on);
        }

        void Find(string link, string on)
        {
            var there = new Uri(new Uri(sample.Http.BaseAddress!, "/"), link);
            if (there.Authority != sample.Http.BaseAddress!.Authority || !seen.Add(there.PathAndQuery)) return;
            // Rights hang on what kind of page it is, of which a few are enough.
            var kind = Kind(there);
            if ((alike[kind] = alike.GetValueOrDefault(kind) + 1) <= OfAKind) ahead.Enqueue((there.PathAndQuery, on));
        }
    }

    private static string Kind(Uri there) => Digits().Replace(there.AbsolutePath, "#") + string.Join(
        '&', there.Query.TrimStart('?').Split('&').Select(static value => value.Split('=')[0]).Distinct().Order(StringComparer.Ordinal));

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Digits();

    // The page of what is not there is what it says, and so are others that want for a step before them.
    private static IEnumerable<string> Pages(Role role) => ExpectedRoutes.Headings.Keys
        .Where(route => route != "/not-found" && Who.Has(ExpectedRoutes.All["GET " + route], role))
        .Select(static route => EndpointCatalog.Fill(route, static _ => null));
}
