using Microsoft.Playwright;

namespace Investigator.Browser.Tests;

/// <summary>Files as people have them, each through the wizard to a dataset with the same payments. With INVESTIGATOR_SHOTS=DIR a picture of each step is kept
/// there, to be looked at.</summary>
[Collection(DemoCollection.Name)]
public sealed class OddFileTests(DemoApp demo, ImportApp app) : IClassFixture<ImportApp>
{
    private static readonly string? Shots = Environment.GetEnvironmentVariable("INVESTIGATOR_SHOTS") is { Length: > 0 } folder ? folder : null;

    [Fact]
    public Task GermanCsv_DecimalCommasAndDaysFirst_IsLoaded() => LoadAsync("german.csv", OddFiles.GermanCsv);

    [Fact]
    public Task WindowsCsv_UmlautsOfOldPrograms_AreReadAsTheyAre() => LoadAsync("windows.csv", OddFiles.WindowsCsv);

    [Fact]
    public Task Utf16Tsv_UnicodeTextOfASpreadsheet_IsLoaded() => LoadAsync("unicode.txt", OddFiles.Utf16Tsv);

    [Fact]
    public Task Gzip_OfACsv_IsLoaded() => LoadAsync("payments.csv.gz", OddFiles.Gzip);

    [Fact]
    public Task Zip_OfACsv_IsLoaded() => LoadAsync("payments.zip", OddFiles.Zip);

    [Fact]
    public Task Parquet_WithDecimalsAndTimes_IsLoaded() => LoadAsync("payments.parquet", OddFiles.Parquet);

    [Fact]
    public Task Workbook_WithTimesAsNumbers_IsLoaded() => LoadAsync("payments.xlsx", OddFiles.Workbook);

    /// <summary>What was decided is still there after the page was loaded anew.</summary>
    [Fact]
    public Task WithoutHeader_DecidedBeforeAReload_IsLoadedWithItsFirstLine() => LoadAsync("bare.csv", OddFiles.WithoutHeader, async wizard =>
    {
        await wizard.SetColumnAsync("Account", "column_2");
        await wizard.SetColumnAsync("Amount", "column_4");
        await wizard.ReadyAsync();
        await wizard.ReloadAsync();
    });

    [Fact]
    public Task Milliseconds_SinceNineteenSeventy_AreTimes() => LoadAsync("epoch.csv", OddFiles.Milliseconds);

    [Fact]
    public Task TwoColumns_DateAndTimeOfDay_AreOneTime() => LoadAsync("two-columns.csv", OddFiles.TwoColumns);

    [Fact]
    public async Task OneLog_OfVisitsAndPurchases_IsBothTables()
    {
        var page = await LoadAsync("log.csv", OddFiles.OneLog, keepOpen: true);

        Assert.Equal(["300", "60 (20.0%)", "240 (80.0%)"], await CellsAsync(page, 1));
        Assert.Equal(["300", "240 (80.0%)", "60 (20.0%)"], await CellsAsync(page, 2));
        await page.Context.CloseAsync();
    }

    /// <summary>Gives the file, decides what must be decided, loads, and compares the first values, which are the same in all formats.</summary>
    private async Task<IPage> LoadAsync(string name, Action<string> write, Func<Wizard, Task>? decide = null, bool keepOpen = false)
    {
        var file = app.FileFor(name);
        write(file);
        demo.SignIn(app.Url, app.Cookie);
        var page = await demo.OpenAsync("/datasets/add", from: app.Url);
        var wizard = new Wizard(page);
        await wizard.GiveAsync(Wizard.Transactions, file);
        await wizard.NextAsync();
        if (decide is not null)
        {
            await page.AssertNoSeriousViolationAsync();
            await decide(wizard);
        }

        await wizard.ReadyAsync();
        await ShootAsync(page, name + "-ready");
        await wizard.LoadAsync();
        await ShootAsync(page, name + "-loaded");

        Assert.Equal("2026-02-13 09:05:07, 2026-02-13 16:18:18, 2026-02-13 23:31:29", await ExamplesAsync(page, "time"));
        Assert.Equal("Jäger, Müller, Ñandú", await ExamplesAsync(page, "account"));
        Assert.Equal("1234.56, 10.5, 0.99", await ExamplesAsync(page, "amount"));
        if (keepOpen) return page;
        Assert.Equal([$"{OddFiles.Payments}", $"{OddFiles.Payments} (100%)"], await CellsAsync(page, 1));
        await page.Context.CloseAsync();
        return page;
    }

    /// <summary>Examples of one of the transactions' columns.</summary>
    private static async Task<string> ExamplesAsync(IPage page, string column) =>
        (await page.Locator("section[aria-labelledby=columns] tr").Filter(new() { Has = page.Locator($"code:text-is('{column}')") }).First
            .Locator(".examples").InnerTextAsync()).Trim();

    /// <summary>One column of the table of what became of the rows.</summary>
    private static async Task<string[]> CellsAsync(IPage page, int column)
    {
        var cells = await page.Locator($"table.counts tbody tr td:nth-child({column + 1})").AllInnerTextsAsync();
        return [.. cells.Select(static text => text.Trim()).Where(static text => text != "none")];
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (Shots is null) return;
        Directory.CreateDirectory(Shots);
        await page.ScreenshotAsync(new() { Path = Path.Combine(Shots, name + ".png"), FullPage = true });
    }
}
