using System.IO.Compression;
using Bunit;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Ingest;
using Investigator.Storage.Database;
using Investigator.Web;
using Investigator.Web.Pages.AddData;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Hostile;

/// <summary>Leaving the page, or closing its tab, ends what it reads and lets go of what it was given.</summary>
public sealed class LeftPageTests : PageTest
{
    private const int Members = 200;

    private readonly SetClock _clock = new();

    public LeftPageTests() => Services.AddSingleton<TimeProvider>(_clock);

    [Fact]
    public async Task Leave_WhileAFileIsRead_EndsTheReading()
    {
        WriteBomb(Path.Combine(Data.Imports, "bomb.csv.gz"));
        var turns = Services.GetRequiredService<ReadingTurns>();
        Services.GetRequiredService<PreviewReader>().Budget = new() { Time = TimeSpan.FromHours(1), InflatedBytes = long.MaxValue };
        Open<AddDataPage>(Links.AddDataFrom("imports/bomb.csv.gz", null));
        using var other = await turns.EnterAsync(static () => Assert.Fail("the page reads one file alone"), CancellationToken.None);
        var waited = false;
        var third = turns.EnterAsync(() => waited = true, CancellationToken.None);
        Assert.True(waited);

        await DisposeComponentsAsync();

        // Left to itself, the reading would take all of its budget.
        using var turn = await third.WaitAsync(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Leave_AfterAnUpload_LetsItBeSweptAWhileLater()
    {
        var uploads = Services.GetRequiredService<UploadedFiles>();
        var page = OpenFiles();
        page.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromText("id,account,time\n", "shop.csv"));
        page.WaitForElement(".chosen-file");
        _clock.Now += TimeSpan.FromDays(3);
        Assert.Equal(0, uploads.Sweep());

        await DisposeComponentsAsync();

        Assert.Equal(0, uploads.Sweep());
        _clock.Now += TimeSpan.FromMinutes(11);
        Assert.Equal(1, uploads.Sweep());
    }

    [Fact]
    public async Task Leave_WithALoadThatFailed_KeepsTheUploadForADay()
    {
        var uploads = Services.GetRequiredService<UploadedFiles>();
        var page = OpenFiles();
        page.FindComponents<InputFile>()[0].UploadFiles(InputFileContent.CreateFromText("id,account,time\nt1,a1,soon\n", "shop.csv"));
        page.WaitForElement(".chosen-file");
        await page.FindAll("button").First(static b => b.TextContent.Contains("Next", StringComparison.Ordinal)).ClickAsync(new());
        page.WaitForElement("ul.advice.decide");
        var upload = Path.GetFileName(Assert.Single(Directory.GetDirectories(Data.Uploads)));
        var load = Services.GetRequiredService<ImportDataset>().Handle(Services.GetRequiredService<Actor>(), new ImportRequest
        {
            Transactions = upload,
            Mapping = new Mapping { Transactions = new() { Id = "id", Account = "account", Time = "time" } },
            Name = "shop",
        });
        var imports = Services.GetRequiredService<ImportQueue>();
        while (imports.Find(load)!.IsActive) await Task.Delay(20, Xunit.TestContext.Current.CancellationToken);
        Assert.Equal(ImportStatus.Failed, imports.Find(load)!.Status);

        await DisposeComponentsAsync();

        _clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(0, uploads.Sweep());
        _clock.Now += TimeSpan.FromHours(24);
        Assert.Equal(1, uploads.Sweep());
    }

    /// <summary>One line of 12 GB in 12 MB.</summary>
    private static void WriteBomb(string path)
    {
        var member = new MemoryStream();
        using (var packed = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true)) packed.Write(Enumerable.Repeat((byte)'a', 1 << 26).ToArray());
        using var file = File.Create(path);
        using (var packed = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true)) packed.Write("id,account,time\nt1,"u8);
        for (var i = 0; i < Members; i++) member.WriteTo(file);
    }
}
