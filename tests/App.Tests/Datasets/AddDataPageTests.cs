using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using Bunit;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Web;
using Investigator.Web.Pages.AddData;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Datasets;

public sealed class AddDataPageTests : PageTest
{
    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void AddData_NothingChosen_DoesNotGoOn()
    {
        var page = OpenFiles();

        Assert.True(page.FindAll("button").Single(b => b.TextContent.StartsWith("Next", StringComparison.Ordinal)).HasAttribute("disabled"));
    }

    [Fact]
    public async Task AddData_FileOnTheServer_IsPickedFromTheImportsFolder()
    {
        Write("2026/shop.csv", Shopping(20));
        var page = OpenFiles();
        page.WaitForElement("fieldset option[value='imports/2026/shop.csv']");

        await page.Find("fieldset select").ChangeAsync(new() { Value = "imports/2026/shop.csv" });
        await Button(page, "Use this file").ClickAsync(new());
        page.WaitForElement(".chosen-file");
        await Button(page, "Next").ClickAsync(new());

        Assert.EndsWith(Links.AddDataFrom("imports/2026/shop.csv", null), Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddData_OtherFileStillComingIn_WaitsForItInsteadOfGoingOnWithoutIt()
    {
        Write("shop.csv", Shopping(20));
        var page = OpenFiles();
        page.WaitForElement("fieldset option[value='imports/shop.csv']");
        var events = new SlowFile();
        var sending = page.InvokeAsync(() => page.FindComponents<InputFile>()[1].Instance.OnChange.InvokeAsync(new InputFileChangeEventArgs([events])));
        await page.Find("fieldset select").ChangeAsync(new() { Value = "imports/shop.csv" });
        await Button(page, "Use this file").ClickAsync(new());
        page.WaitForElement(".chosen-file");
        Assert.True(Button(page, "Next").HasAttribute("disabled"));
        Assert.Contains("Waiting for the upload", page.Markup, StringComparison.Ordinal);

        events.Arrived.SetResult();
        await sending;

        page.WaitForAssertion(() => Assert.False(Button(page, "Next").HasAttribute("disabled")));
        await Button(page, "Next").ClickAsync(new());
        Assert.Contains("events=", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddData_FilePutThereMeanwhile_IsOfferedAfterAnotherLook()
    {
        var page = OpenFiles();
        Assert.True(page.Find("fieldset select").HasAttribute("disabled"));
        Assert.Contains(Data.Imports, page.Find("fieldset .field:nth-of-type(2) .hint").TextContent);
        Write("late.csv", Shopping(20));

        await Button(page, "Look again").ClickAsync(new());

        page.WaitForElement("fieldset option[value='imports/late.csv']");
    }

    [Fact]
    public async Task AddData_TwoOthersBeingRead_WaitsWithAWord()
    {
        var reading = Services.GetRequiredService<ReadingTurns>();
        var turns = new List<IDisposable>();
        for (var i = 0; i < 2; i++) turns.Add(await reading.EnterAsync(() => { }, CancellationToken.None));
        var page = Open<AddDataPage>(Links.AddDataFrom(Write("shop.csv", Shopping(60)), null));
        page.WaitForAssertion(() => Assert.Contains("Two other files are being read", page.Markup, StringComparison.Ordinal));

        foreach (var turn in turns) turn.Dispose();

        page.WaitForElement("form");
    }

    [Fact]
    public async Task AddData_ReadingThatDoesNotEnd_LetsGoOfItsTurnWhenItsTimeIsOver()
    {
        var turns = Services.GetRequiredService<ReadingTurns>();
        turns.Patience = TimeSpan.FromMilliseconds(1);
        using var never = new ManualResetEventSlim();
        var turn = await turns.EnterAsync(static () => { }, CancellationToken.None);
        using var other = await turns.EnterAsync(static () => { }, CancellationToken.None);

        var error = await Assert.ThrowsAsync<InputException>(() => turns.InTurnAsync(turn, () => never.Wait(TimeSpan.FromMinutes(5)), "imports/x.csv",
            TimeSpan.Zero, CancellationToken.None));

        Assert.Contains("could not be read in time", error.Message, StringComparison.Ordinal);
        using var next = await turns.EnterAsync(static () => { }, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
        never.Set();
    }

    [Fact]
    public async Task AddData_DirectionCharactersInTheFile_AreShownAsCodes()
    {
        var page = Open<AddDataPage>(Links.AddDataFrom(Write("shop.csv", Shopping(60).Replace("browser", "d\u202Eevil", StringComparison.Ordinal)
            .Replace("chrome", "e\u202Emorhc", StringComparison.Ordinal)), null));
        WaitForLoad(page);
        await Button(page, "▸ Which column is what").ClickAsync(new());

        Assert.DoesNotContain('\u202E', string.Concat(page.Nodes.Select(static n => n.TextContent)));
        Assert.Contains("d\\u202eevil", page.Find("#columns-in table.preview th:last-child").TextContent, StringComparison.Ordinal);
        Assert.Contains("e\\u202emorhc", page.Find("#columns-in table.preview td:last-child").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AddData_FileGone_SaysSo()
    {
        var page = Open<AddDataPage>(Links.AddDataFrom("imports/gone.csv", null));

        Assert.Contains("no such file", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void AddData_Upload_StreamsToTheUploadsFolder()
    {
        var page = OpenFiles();

        page.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromText(Shopping(20), "../shop.csv"));

        page.WaitForElement(".chosen-file");
        var file = Assert.Single(Directory.GetFiles(Data.Uploads, "*.csv", SearchOption.AllDirectories));
        Assert.Equal("shop.csv", Path.GetFileName(file));
        Assert.Contains("shop.csv", page.Find(".chosen-file").TextContent);
        Assert.Equal(Shopping(20), File.ReadAllText(file));
    }

    [Fact]
    public void AddData_UploadOfAnotherKind_IsRefusedAndLeavesNothing()
    {
        var page = OpenFiles();

        page.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromText("x", "shop.docx"));

        Assert.Contains("shop.docx", page.WaitForElement(".problem").TextContent);
        Assert.Empty(Directory.GetFiles(Data.Uploads, "*.csv", SearchOption.AllDirectories));
    }

    [Fact]
    public void AddData_FileThatIsNoTable_ShowsTheReadersWords()
    {
        var path = Write("t.csv", "");

        var page = Open<AddDataPage>(Links.AddDataFrom(path, null));

        Assert.Contains("t.csv", page.WaitForElement("[role=alert]").TextContent);
    }

    [Fact]
    public async Task AddData_GuessAccepted_LoadsTheDatasetAndOpensItsReport()
    {
        var page = Open<AddDataPage>(Links.AddDataFrom(Write("shop.csv", Shopping(60)), null));
        WaitForLoad(page);
        Assert.Contains("Ready to load", page.Find("h2#check").TextContent, StringComparison.Ordinal);
        Assert.Matches("60 transactions of\\s+60 rows read", page.Find(".counts").TextContent);

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("/datasets/1", Navigation.Uri));
        var dataset = Assert.Single(await Services.GetRequiredService<DatasetQueries>().ListAsync());
        Assert.Equal(("shop", 60L), (dataset.Name, dataset.TransactionCount));
    }

    [Fact]
    public async Task AddData_RequiredColumnTakenAway_SaysWhichBeforeLoading()
    {
        var page = Open<AddDataPage>(Links.AddDataFrom(Write("shop.csv", Shopping(60)), null));
        WaitForLoad(page);
        await Button(page, "▸ Which column is what").ClickAsync(new());

        await Field(page, "Time *").ChangeAsync(new() { Value = "" });
        await page.Find("form").SubmitAsync();

        Assert.Contains("the column of the time", page.WaitForElement(".check .problem").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("form button[type=submit]").HasAttribute("disabled"));
        Assert.Empty(await Services.GetRequiredService<DatasetQueries>().ListAsync());
    }

    [Fact]
    public async Task AddData_SameFileTwice_IsOneDataset()
    {
        var path = Write("shop.csv", Shopping(60));
        for (var i = 0; i < 2; i++)
        {
            var page = Open<AddDataPage>(Links.AddDataFrom(path, null));
            WaitForLoad(page);
            await page.Find("form").SubmitAsync();
            page.WaitForAssertion(() => Assert.EndsWith("/datasets/1", Navigation.Uri));
        }

        Assert.Single(await Services.GetRequiredService<DatasetQueries>().ListAsync());
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(Data.Imports, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return "imports/" + name;
    }

    private static IElement WaitForLoad(IRenderedComponent<AddDataPage> page) => page.WaitForElement("form button[type=submit]:not([disabled])");

    /// <summary>The first field of that label.</summary>
    private static IElement Field(IRenderedComponent<AddDataPage> page, string label) => page.FindAll("label.field")
        .First(l => l.ChildNodes[0].TextContent.Trim().StartsWith(label, StringComparison.Ordinal)).QuerySelector("select, input")!;

    private static IElement Button(IRenderedComponent<AddDataPage> page, string text) =>
        page.FindAll("button").First(b => b.TextContent.Trim().StartsWith(text, StringComparison.Ordinal));

    private static string Shopping(int rows)
    {
        var text = new StringBuilder("transaction_id,account_id,time,amount,device_id,browser\n");
        for (var i = 0; i < rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"t{i},a{i % 7},{Start.AddMinutes(i):yyyy-MM-dd HH:mm:ss},{5 + (i % 13)}.50,d{i % 5},chrome\n");
        return text.ToString();
    }

    /// <summary>A file of the browser whose bytes come when the test says so.</summary>
    private sealed class SlowFile : IBrowserFile
    {
        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "events.csv";

        public DateTimeOffset LastModified => default;

        public long Size => 4;

        public string ContentType => "text/csv";

        public Stream OpenReadStream(long maxAllowedSize = 512_000, CancellationToken cancellationToken = default) => new SlowStream(Arrived.Task);
    }

    private sealed class SlowStream(Task arrived) : MemoryStream("a,b\n"u8.ToArray())
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await arrived.WaitAsync(cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
