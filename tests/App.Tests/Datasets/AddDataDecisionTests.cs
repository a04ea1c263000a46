using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Bunit;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Engine.Ingest.Checks;
using Investigator.Storage.Database;
using Investigator.Web;
using Investigator.Web.Pages.AddData;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Datasets;

/// <summary>What a person decides, sets, takes back and finds again between the files and the load.</summary>
public sealed class AddDataDecisionTests : PageTest
{
    private const string Header = "transaction_id,account_id,time,amount,device_id,state,browser\n";

    [Fact]
    public async Task Decide_DayOrMonthFirst_OneClickShowsTheDayAndAllowsTheLoad()
    {
        var page = OpenOf("shop.csv", Rows(60, static i => $"0{1 + (i % 8)}/0{2 + (i % 7)}/2026 10:{i:00}"));
        WaitForCheck(page);
        Assert.True(Submit(page).HasAttribute("disabled"));
        Assert.Contains("First:", page.Find("form [role=status]").TextContent, StringComparison.Ordinal);

        await page.InvokeAsync(() => page.FindAll("ul.advice.decide .remedy")
            .First(static c => c.TextContent.Contains("1 February", StringComparison.Ordinal)).ClickAsync(new()));

        WaitForLoad(page);
        Assert.Empty(page.FindAll("ul.advice.decide"));
        Assert.Contains("1 Feb 2026 10:00:00 UTC", page.Find(".check table").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decide_ThenUndo_AsksAgain()
    {
        var page = OpenOf("shop.csv", Rows(60, static i => $"0{1 + (i % 8)}/0{2 + (i % 7)}/2026 10:{i:00}"));
        WaitForCheck(page);
        await page.InvokeAsync(() => page.Find("ul.advice.decide .remedy").ClickAsync(new()));
        WaitForLoad(page);

        await ClickAsync(page, "Undo");

        page.WaitForElement("ul.advice.decide .remedy");
        Assert.True(Submit(page).HasAttribute("disabled"));
    }

    [Fact]
    public async Task Rejects_OverTheLimit_AreShownWithFileRowAndValueAndLoadedWithoutThemByOneClick()
    {
        var page = OpenOf("shop.csv", Rows(60, static i => i % 10 == 3 ? "some day" : $"2026-03-02T10:{i:00}:00Z"));
        page.WaitForElement("ul.rejects");
        Assert.Contains("6 rows in time", page.Find("ul.rejects > li").TextContent, StringComparison.Ordinal);
        Assert.Contains("shop.csv, row 4:", page.Find("ul.examples li").TextContent, StringComparison.Ordinal);
        Assert.Contains("some day", page.Find("ul.examples li").TextContent, StringComparison.Ordinal);
        Assert.True(Submit(page).HasAttribute("disabled"));

        await page.InvokeAsync(() => page.FindAll("ul.advice.decide .remedy")
            .First(static c => c.TextContent.StartsWith("Load without", StringComparison.Ordinal)).ClickAsync(new()));
        WaitForLoad(page);
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("/datasets/1", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(54, Assert.Single(await Services.GetRequiredService<DatasetQueries>().ListAsync()).TransactionCount);
    }

    [Fact]
    public async Task Words_OfAnOutcomeChosenByHand_AreListedWithRowsAndGetTheirMeaning()
    {
        var page = OpenOf("shop.csv", Rows(60, static i => $"2026-03-02T10:{i:00}:00Z"));
        WaitForLoad(page);
        await ClickAsync(page, "▸ Which column is what");

        await Field(page, "Outcome").ChangeAsync(new() { Value = "state" });
        Assert.Contains("what the words of 'state' mean", page.Find(".check .problem").TextContent, StringComparison.Ordinal);
        await Meaning(page, "stolen").ChangeAsync(new() { Value = "fraud" });
        WaitForCheck(page);
        await Meaning(page, "fine").ChangeAsync(new() { Value = "legitimate" });
        WaitForCheck(page);
        await Meaning(page, "odd").ChangeAsync(new() { Value = "ignored" });

        page.WaitForAssertion(() => Assert.Contains("10", Row(page, "stolen"), StringComparison.Ordinal));
        WaitForLoad(page);
        await page.Find("form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("/datasets/1", Navigation.Uri, StringComparison.Ordinal));
        var mapping = Services.GetRequiredService<DatasetQueries>().Open((await Services.GetRequiredService<DatasetQueries>().FindAsync(1))!).Mapping;
        Assert.Equal(["stolen"], mapping.Transactions.Outcome!.Fraud);
        Assert.Equal(["fine"], mapping.Transactions.Outcome.Legitimate);
        Assert.Equal(["odd"], mapping.Transactions.Outcome.Ignored!);
        Assert.DoesNotContain("state", mapping.Transactions.Attributes);
    }

    [Fact]
    public async Task Rejects_OverTheLimitOfTheRowsChosen_CanBeAllowedThoughTheyAreFewOfAll()
    {
        // 2 of the 40 payments cannot be used: 5% of them, and 0.5% of all 400 rows.
        var text = new StringBuilder("account_id,time,amount,kind\n");
        for (var i = 0; i < 400; i++)
        {
            var time = i is 50 or 90 ? "some day" : FormattableString.Invariant($"2026-03-02T10:{i % 60:00}:00Z");
            text.Append(CultureInfo.InvariantCulture, $"a{i % 7},{time},{i % 97}.5,{(i % 10 == 0 ? "paid" : "seen")}\n");
        }

        Services.GetRequiredService<SourceChecker>().Pause = TimeSpan.Zero;
        Write("log.csv", text.ToString());
        Services.GetRequiredService<DraftFolder>().Save(new LoadDraft
        {
            Transactions = "imports/log.csv",
            Name = "log",
            Mapping = new Mapping
            {
                Transactions = new() { Account = "account_id", Time = "time", Amount = "amount", Rows = new() { Column = "kind", Words = ["paid"] } },
            },
        });
        var page = Open<AddDataPage>(Links.AddDataFrom("imports/log.csv", null));
        page.WaitForElement("ul.rejects");

        await ClickAsync(page, "Load without these rows");

        WaitForLoad(page);
    }

    [Fact]
    public async Task Time_YearsInItsColumn_AsksForTheMonthAndTheDay()
    {
        var text = new StringBuilder("account_id,y,m,d,amount,when\n");
        for (var i = 0; i < 60; i++)
            text.Append(CultureInfo.InvariantCulture, $"a{i % 7},2024,{1 + (i % 12)},{1 + (i % 28)},{i % 31}.5,2024-03-0{1 + (i % 9)}\n");
        var page = OpenOf("parts.csv", text.ToString());
        WaitForCheck(page);
        await ClickAsync(page, "▸ Which column is what");
        Assert.DoesNotContain(page.FindAll("label.field"), static l => l.TextContent.StartsWith("Month", StringComparison.Ordinal));

        await Field(page, "Time").ChangeAsync(new() { Value = "y" });
        await Field(page, "Month").ChangeAsync(new() { Value = "m" });
        Assert.Contains("the column of the day", page.Find(".check .problem").TextContent, StringComparison.Ordinal);
        await Field(page, "Day of the month").ChangeAsync(new() { Value = "d" });

        WaitForLoad(page);
        page.WaitForAssertion(() => Assert.Contains("1 Jan 2024", page.Find(".check table tbody tr").TextContent, StringComparison.Ordinal));
        await Field(page, "Time").ChangeAsync(new() { Value = "when" });
        page.WaitForAssertion(() => Assert.Contains("1 Mar 2024", page.Find(".check table tbody tr").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain(page.FindAll("label.field"), static l => l.TextContent.StartsWith("Month", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Format_HeaderSaidToBeData_IsReadAnewWithTheColumnsThatGives()
    {
        var page = OpenOf("shop.csv", Rows(60, static i => $"2026-03-02T10:{i:00}:00Z"));
        WaitForLoad(page);
        await ClickAsync(page, "▸ How the files are written");

        await Field(page, "First line").ChangeAsync(new() { Value = "rows" });

        page.WaitForAssertion(() => Assert.Contains("Time: column_3", page.Find("#columns-in").TextContent, StringComparison.Ordinal));
        await ClickAsync(page, "Undo");
        page.WaitForAssertion(() => Assert.Contains("account_id", page.Find("#columns-in").TextContent, StringComparison.Ordinal));
        WaitForLoad(page);
    }

    [Fact]
    public async Task Draft_PageOpenedAgain_IsAsItWasLeftUntilTheGuessIsWantedAgain()
    {
        var page = OpenOf("shop.csv", Rows(60, static i => $"2026-03-02T10:{i:00}:00Z"));
        WaitForLoad(page);
        await ClickAsync(page, "▸ Which column is what");
        await Field(page, "Amount").ChangeAsync(new() { Value = "" });
        await DisposeComponentsAsync();

        var again = Open<AddDataPage>(Links.AddDataFrom("imports/shop.csv", null));

        WaitForLoad(again);
        Assert.DoesNotContain("Amount", again.Find("#columns-in").TextContent, StringComparison.Ordinal);
        await ClickAsync(again, "Start again from the guess");
        again.WaitForAssertion(() => Assert.Contains("Amount: amount", again.Find("#columns-in").TextContent, StringComparison.Ordinal));
        Assert.Null(Services.GetRequiredService<DraftFolder>().Find("imports/shop.csv", null));
    }

    [Fact]
    public async Task SavedMapping_OfAFileWithTheSameColumns_IsOfferedAndUsedByOneClick()
    {
        var mapping = new Mapping
        {
            Transactions = new() { Account = "account_id", Time = "time", Attributes = ["state"] },
        };
        var header = SourceHeader.Of(Header.Trim().Split(','), null);
        await Services.GetRequiredService<SaveMapping>().HandleAsync(Actor.Local, [header], "March export", mapping);
        var page = OpenOf("april.csv", Rows(60, static i => $"2026-04-02T10:{i:00}:00Z"));

        WaitForLoad(page);
        await page.InvokeAsync(() => page.Find(".saved .remedy").ClickAsync(new()));

        page.WaitForAssertion(() => Assert.Contains("Attributes: state", page.Find("#columns-in").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".saved"));
        WaitForLoad(page);
        await ClickAsync(page, "Undo");
        page.WaitForAssertion(() => Assert.Contains("Amount: amount", page.Find("#columns-in").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Load_ThatFailed_ComesBackWithItsRejectsByKindAfterAReload()
    {
        Write("shop.csv", Rows(60, static i => i % 10 == 3 ? "some day" : $"2026-03-02T10:{i:00}:00Z"));
        var request = new ImportRequest
        {
            Transactions = "imports/shop.csv",
            Mapping = new Mapping { Transactions = new() { Id = "transaction_id", Account = "account_id", Time = "time" } },
            Name = "shop",
        };
        var imports = Services.GetRequiredService<ImportQueue>();
        var load = Services.GetRequiredService<ImportDataset>().Handle(Actor.Local, request);
        while (imports.Find(load)!.IsActive) await Task.Delay(20, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(ImportStatus.Failed, imports.Find(load)!.Status);

        var page = Open<AddDataPage>(Links.AddDataLoading("imports/shop.csv", null, load));

        page.WaitForElement("ul.rejects");
        Assert.Contains("6 rows in time", page.Find("ul.rejects > li").TextContent, StringComparison.Ordinal);
        Assert.Contains("Could not load", page.Markup, StringComparison.Ordinal);
        Assert.Equal("shop", Field(page, "Name of the dataset").GetAttribute("value"));
    }

    [Fact]
    public async Task Files_ChosenAgain_KeepWhatWasChosen()
    {
        Write("shop.csv", Rows(20, static i => $"2026-03-02T10:{i:00}:00Z"));
        var page = Open<AddDataPage>(Links.AddDataFiles("imports/shop.csv", null));

        Assert.Contains("shop.csv", page.WaitForElement(".chosen-file").TextContent, StringComparison.Ordinal);
        await ClickAsync(page, "Choose another");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".chosen-file")));
    }

    [Fact]
    public async Task ManyColumns_AreTypedAndNotDrawnBeforeTheyAreAskedFor()
    {
        var names = Enumerable.Range(0, 400).Select(static i => $"v{i}").ToList();
        var text = new StringBuilder("account_id,time,amount," + string.Join(',', names) + "\n");
        for (var i = 0; i < 30; i++)
            text.Append(CultureInfo.InvariantCulture, $"a{i % 7},2026-03-02T10:{i:00}:00Z,{i}.5,{string.Join(',', names.Select(_ => i))}\n");
        var page = OpenOf("wide.csv", text.ToString());
        WaitForLoad(page);
        Assert.DoesNotContain("option value=\"v399\"", page.Markup, StringComparison.Ordinal);

        await ClickAsync(page, "▸ Which column is what");
        await Field(page, "Amount").ChangeAsync(new() { Value = "v399" });

        page.WaitForAssertion(() => Assert.Contains("Changed: v399 is the amount", page.Find(".check-state").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll("datalist#transactions-columns"));
    }

    private IRenderedComponent<AddDataPage> OpenOf(string name, string text)
    {
        Services.GetRequiredService<SourceChecker>().Pause = TimeSpan.Zero;
        Write(name, text);
        return Open<AddDataPage>(Links.AddDataFrom("imports/" + name, null));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Data.Imports, name), text);

    private static string Rows(int rows, Func<int, string> time)
    {
        var text = new StringBuilder(Header);
        for (var i = 0; i < rows; i++)
        {
            var state = (i % 6) switch { 0 => "stolen", 1 => "odd", _ => "fine" };
            text.Append(CultureInfo.InvariantCulture, $"t{i},a{i % 7},{time(i)},{5 + (i % 13)}.50,d{i % 5},{state},{(i % 3 == 0 ? "chrome" : "safari")}\n");
        }

        return text.ToString();
    }

    private static IElement Submit(IRenderedComponent<AddDataPage> page) => page.Find("form button[type=submit]");

    private static void WaitForLoad(IRenderedComponent<AddDataPage> page) => page.WaitForElement("form button[type=submit]:not([disabled])");

    /// <summary>Until nothing is being read: whatever is clicked before may be drawn anew in that moment.</summary>
    private static void WaitForCheck(IRenderedComponent<AddDataPage> page) => page.WaitForElement(".check[aria-busy=false] .counts");

    private static IElement Meaning(IRenderedComponent<AddDataPage> page, string word) => page.Find($"select[aria-label='What {word} means']");

    private static string Row(IRenderedComponent<AddDataPage> page, string word) => Meaning(page, word).Closest("tr")!.QuerySelector(".num")!.TextContent;

    /// <summary>The first field of that label.</summary>
    private static IElement Field(IRenderedComponent<AddDataPage> page, string label) => page.FindAll("label.field")
        .First(l => l.ChildNodes[0].TextContent.Trim().StartsWith(label, StringComparison.Ordinal)).QuerySelector("select, input")!;

    /// <summary>Finds and clicks in one go: nothing is drawn anew in between.</summary>
    private static Task ClickAsync(IRenderedComponent<AddDataPage> page, string button) =>
        page.InvokeAsync(() => Button(page, button).ClickAsync(new()));

    private static IElement Button(IRenderedComponent<AddDataPage> page, string text) =>
        page.FindAll("button").First(b => string.Join(' ', b.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .StartsWith(text, StringComparison.Ordinal));
}
