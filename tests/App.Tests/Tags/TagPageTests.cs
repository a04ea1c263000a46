using Bunit;
using Investigator.Access;
using Investigator.Storage.Database;
using Investigator.Tags;
using Investigator.Web;
using Investigator.Web.Pages.Finding;
using Investigator.Web.Pages.Findings;
using Investigator.Web.Pages.Tags;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Tags;

public sealed class TagPageTests : PageTest
{
    [Fact]
    public async Task FindingPage_TagChosenInTheDialog_ShowsItAndTakesItOff()
    {
        var run = await Shop.AddAsync();
        var label = (await SampleAsync()).Findings[0].Number;
        var page = Open<FindingPage>(Links.Finding(run, label), p => p.Add(c => c.Run, run).Add(c => c.Number, label));
        page.WaitForState(() => page.FindAll(".word-tag-add").Count == 1);

        page.Find(".word-tag-add").Click();
        Providers.WaitForState(() => Providers.FindAll(".word-tag-pick").Count > 0);
        Providers.FindAll(".word-tag-pick").First(b => b.TextContent == "mule ring").Click();

        page.WaitForAssertion(() => Assert.Contains("mule ring", page.Find(".tag-bar .word-tag").TextContent, StringComparison.Ordinal));
        page.Find("button[aria-label='Take off the tag mule ring']").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("button[aria-label='Take off the tag mule ring']")));
    }

    [Fact]
    public async Task FindingPage_TaggedInAnotherRun_OffersTheTagAndPutsItOn()
    {
        var dataset = await Shop.AddDatasetAsync();
        var (first, second) = (await Shop.AddFinishedRunAsync(dataset), await Shop.AddFinishedRunAsync(dataset));
        var label = (await SampleAsync()).Findings[0].Number;
        await TagAsync(first, label, "mule ring");
        var page = Open<FindingPage>(Links.Finding(second, label), p => p.Add(c => c.Run, second).Add(c => c.Number, label));
        page.WaitForState(() => page.FindAll(".word-tag-offer").Count == 1);

        page.Find(".word-tag-offer").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("button[aria-label='Take off the tag mule ring']")));
        Assert.Empty(page.FindAll(".word-tag-offer"));
        Assert.Equal("mule ring", Assert.Single(await Services.GetRequiredService<TagQueries>().OfAsync(TagTarget.OfFinding(second, label))).Tag.Word);
    }

    [Fact]
    public async Task FindingsPage_FilteredByATag_ListsThoseAndTheirChips()
    {
        var run = await Shop.AddAsync();
        var label = (await SampleAsync()).Findings[1].Number;
        await TagAsync(run, label, "office");
        var tag = Assert.Single(await Services.GetRequiredService<TagQueries>().ListAsync());
        var page = Open<FindingsPage>($"{Links.FindingsPath}?tag={tag.Id}");
        page.WaitForState(() => page.FindAll(".headline-cell a").Count == 1);
        Assert.Equal($"#{label}", page.Find(".headline-cell a").TextContent);
        Assert.Equal("office", page.Find(".headline-cell .word-tag").TextContent);
    }

    [Fact]
    public async Task FindingsPage_TagThatStandsNowhere_SaysThatNoneIsLeft()
    {
        await Shop.AddAsync();
        var page = Open<FindingsPage>($"{Links.FindingsPath}?tag=77");
        page.WaitForAssertion(() => Assert.Contains("No finding is left by these filters", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TagsPage_Tags_TellWhereTheyStand()
    {
        var run = await Shop.AddAsync();
        var finding = (await SampleAsync()).Findings[0];
        await TagAsync(run, finding.Number, "mule ring");
        var page = Open<TagsPage>(Links.TagsPath);
        page.WaitForState(() => page.FindAll("tbody tr").Count == 1);
        Assert.Contains(page.FindAll("a"), a => a.GetAttribute("href") == Links.Finding(run, finding.Number));
        Assert.Contains(finding.Headline, page.Find("tbody").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void TagsPage_None_SaysHowToTag()
    {
        var page = Open<TagsPage>(Links.TagsPath);
        page.WaitForAssertion(() => Assert.Contains("No tag yet", page.Markup, StringComparison.Ordinal));
    }

    private async Task TagAsync(int run, int label, string word) =>
        Assert.NotNull(await Services.GetRequiredService<AddTag>().HandleAsync(Actor.Local, TagTarget.OfFinding(run, label), word, TagKind.FraudType));
}
