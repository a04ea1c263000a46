using Bunit;
using Investigator.Engine.Core;
using Investigator.Runs;
using Investigator.Web.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Layout;

public sealed class MainLayoutTests : PageTest
{
    [Fact]
    public void Layout_AnyPage_OffersEveryMainPageAndTheSkipLink()
    {
        Navigation.NavigateTo("/datasets?x=1");

        var layout = Frame("<h1>here</h1>");

        Assert.Equal(
            ["Home", "Datasets", "Runs", "Findings", "Singles", "Map", "Rules", "Tags", "Dashboard", "Approvals", "Audit", "Policy", "People"],
            layout.FindAll("nav a").Select(a => a.TextContent.Trim()));
        Assert.EndsWith("/datasets?x=1#main", layout.Find("a.skip-link").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("here", layout.Find("main#main h1").TextContent);
        Assert.Empty(layout.FindAll(".run-shown"));
    }

    [Fact]
    public void Layout_PageThrows_ShowsAFaultAndRecoversOnTheNextPage()
    {
        var layout = Render<MainLayout>(p => p.Add(l => l.Body, b => { b.OpenComponent<Faulty>(0); b.CloseComponent(); }));

        Assert.Contains("ran into a fault", layout.Find("main h2").TextContent);
        Assert.DoesNotContain("secret detail", layout.Markup);

        layout.Render(p => p.Add(l => l.Body, b => b.AddMarkupContent(0, "<h1>next</h1>")));
        Assert.Equal("next", layout.Find("main h1").TextContent);
    }

    [Fact]
    public async Task Layout_KeyHelp_ListsTheKeysOnce()
    {
        var layout = Frame("");

        await layout.InvokeAsync(layout.Instance.ShowKeys);
        await layout.InvokeAsync(layout.Instance.ShowKeys);

        layout.WaitForElement("dl.keys");
        Assert.Single(layout.FindAll(".mud-dialog"));
        Assert.Contains(layout.FindAll("dl.keys dd"), d => d.TextContent == "Dashboard");
    }

    [Fact]
    public async Task Layout_KeysAfterG_GoToThePage()
    {
        var layout = Frame("");

        await layout.InvokeAsync(() => layout.Instance.Go("f"));
        Assert.EndsWith("/findings", Navigation.Uri, StringComparison.Ordinal);

        await layout.InvokeAsync(() => layout.Instance.Go("z"));
        Assert.EndsWith("/findings", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CurrentRun_UrlNamesOne_ShowsThatAndElseTheNewest()
    {
        var dataset = await Shop.AddDatasetAsync();
        var first = await Shop.AddFinishedRunAsync(dataset);
        var second = await Shop.AddFinishedRunAsync(dataset);
        Navigation.NavigateTo("/");
        var layout = Frame("");
        Assert.Contains($"#{second}", layout.WaitForElement(".run-shown").TextContent);

        foreach (var url in (string[])[$"/map?run={first}", $"/runs/{first}/findings/0"])
        {
            Navigation.NavigateTo(url);
            layout.WaitForAssertion(() => Assert.Contains($"#{first}", layout.Find(".run-shown").TextContent));
            Navigation.NavigateTo("/rules");
            layout.WaitForAssertion(() => Assert.Contains($"#{second}", layout.Find(".run-shown").TextContent));
        }
    }

    [Fact]
    public async Task CurrentRun_UrlNamesOneOlderThanTheList_ShowsThat()
    {
        var dataset = await Shop.AddDatasetAsync();
        var first = await Shop.AddRunAsync(dataset, RunStatus.Finished);
        for (var i = 0; i < 21; i++) await Shop.AddRunAsync(dataset, RunStatus.Finished);
        var newest = await Shop.AddRunAsync(dataset, RunStatus.Finished);

        Navigation.NavigateTo($"/runs/{first}");
        var layout = Frame("");
        Assert.Contains($"#{first} ", layout.WaitForElement(".run-shown").TextContent, StringComparison.Ordinal);

        Navigation.NavigateTo($"/map?run={newest}");
        layout.WaitForAssertion(() => Assert.Contains($"#{newest} ", layout.Find(".run-shown").TextContent, StringComparison.Ordinal));
        Navigation.NavigateTo($"/map?run={first}");
        layout.WaitForAssertion(() => Assert.Contains($"#{first} ", layout.Find(".run-shown").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunningRun_Progress_ShowsTheStageUntilTheRunEnds()
    {
        var run = await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Running);
        var monitor = Services.GetRequiredService<RunMonitor>();
        monitor.Begin(run);
        var layout = Frame("");

        monitor.Report(run, new StageProgress("embedding", 30, 60, 10, null));
        layout.WaitForAssertion(() => Assert.Contains("Embedding 50%", layout.Find(".app-bar .run-shown").TextContent));

        monitor.Touch(run, ended: true);
        layout.WaitForAssertion(() => Assert.Empty(layout.FindAll(".app-bar .run-shown")));
    }

    private IRenderedComponent<MainLayout> Frame(string body) => Render<MainLayout>(p => p.Add(l => l.Body, b => b.AddMarkupContent(0, body)));

    private sealed class Faulty : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("secret detail");
    }
}
