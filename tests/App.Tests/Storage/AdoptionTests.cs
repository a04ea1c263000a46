using System.Globalization;
using System.Text.Json;
using Bunit;
using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Engine.Tables;
using Investigator.Execution;
using Investigator.Findings;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Web.Layout;
using Investigator.Web.Pages.Datasets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Storage;

/// <summary>A database that does not know what lies in its data folder: nothing of it is swept, and its own files bring it back.</summary>
public sealed class AdoptionTests : PageTest
{
    /// <summary>What the database does not know any more, of a folder with a dataset, a finished run and maybe one that waits.</summary>
    public static TheoryData<string, DatabaseFit, bool, string> Cases => new()
    {
        { "deleted", DatabaseFit.New, false, Everything },
        { "deleted, with waiting runs", DatabaseFit.New, true, Everything },
        { "deleted, a dataset alone", DatabaseFit.New, false, Runs + "; @run; " + Everything },
        { "emptied", DatabaseFit.Empty, false, Rows },
        { "emptied, with waiting runs", DatabaseFit.Empty, true, Rows },
        { "emptied of runs", DatabaseFit.Older, false, Runs },
        { "older than the run", DatabaseFit.Older, false, Results + "; DELETE FROM runs WHERE Id = 1" },
        { "older than the run, with waiting runs", DatabaseFit.Older, true, Results + "; DELETE FROM runs WHERE Id = 1" },
        { "of the time when the run waited", DatabaseFit.Older, false, Results + "; UPDATE runs SET Status = 'Queued' WHERE Id = 1" },
        { "of the time when the run ran", DatabaseFit.Older, true, Results + "; UPDATE runs SET Status = 'Running' WHERE Id = 1" },
        { "of another installation", DatabaseFit.OtherInstallation, false, Other },
        { "of another installation, with waiting runs", DatabaseFit.OtherInstallation, true, Other },
        { "of another installation, empty", DatabaseFit.OtherInstallation, true, Rows + "; " + Other },
        { "of another installation, older", DatabaseFit.OtherInstallation, false, Runs + "; " + Other },
    };

    private const string Results = "DELETE FROM findings; DELETE FROM rules";
    private const string Runs = Results + "; DELETE FROM runs";
    private const string Rows = Runs + "; DELETE FROM datasets";
    private const string Everything = Rows + "; DROP TABLE installation";
    private const string Other = "UPDATE installation SET id = 'another'";

    private StartupRecovery Recovery => Services.GetRequiredService<StartupRecovery>();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Adopt_DatabaseThatDoesNotKnowTheFiles_BringsAllBackInPlaceAndOnce(string name, DatabaseFit fit, bool waiting, string loss)
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting, hasRun: !loss.Contains("@run", StringComparison.Ordinal));
        var (before, rows) = (Files(), await FoundAsync());
        await SqlAsync(loss.Replace("@run; ", "", StringComparison.Ordinal));

        for (var start = 0; start < 2; start++)
        {
            await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
            Assert.Equal((name, fit), (name, Recovery.Report.Fit));
            Assert.Equal(before, Files());
        }

        var notice = Render<RecoveryNotice>();
        await notice.Find("button.adopt").ClickAsync(new());
        notice.WaitForState(() => notice.FindAll("[role=status]").Count > 0);
        Assert.Contains(loss == Other ? "belongs to this folder" : "Brought back", notice.Markup, StringComparison.Ordinal);

        Assert.Equal(DatabaseFit.Fits, Recovery.Report.Fit);
        Assert.Empty(Recovery.Report.Waiting);
        Assert.Equal(before, Files());
        Assert.Equal(rows, await FoundAsync());
        Assert.True((await AdoptAsync()).IsNothing);
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.True(Recovery.Report.IsCalm);
        Assert.Equal(before, Files());
        Assert.Equal(rows, await FoundAsync());
    }

    /// <summary>The table under the notice lists what came back.</summary>
    [Fact]
    public async Task Adopt_OnAPage_MakesThePageAnew()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: false, hasRun: false);
        await SqlAsync(Rows);
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        var layout = Render<MainLayout>(p => p.Add(l => l.Body, b =>
        {
            b.OpenComponent<DatasetsPage>(0);
            b.CloseComponent();
        }));
        layout.WaitForState(() => layout.Markup.Contains("No data yet", StringComparison.Ordinal));
        await layout.Find("button.adopt").ClickAsync(new());
        layout.WaitForState(() => layout.FindAll("table.plain tbody tr").Count == 1);
        Assert.Contains("Brought back 1 dataset", layout.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopt_DatabaseThatSpeaksOfOtherFiles_IsRefusedAndChangesNothing()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: false, hasRun: true);
        await SqlAsync("UPDATE runs SET Folder = 'elsewhere'; " + Other);
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        var (before, rows) = (Files(), await FoundAsync());

        var refused = await Assert.ThrowsAsync<InputException>(AdoptAsync);

        Assert.Contains("elsewhere", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        Assert.Equal(rows, await FoundAsync());
        Assert.Equal(DatabaseFit.OtherInstallation, Recovery.Report.Fit);
    }

    [Fact]
    public async Task Adopt_RunsThatCannotBeBroughtBack_AreNamedWithTheReason()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: false, hasRun: true);
        var run = Assert.Single(Directory.GetDirectories(Data.Runs));
        var dataset = Assert.Single(Directory.GetDirectories(Data.Datasets));
        await SqlAsync(Everything);
        Directory.Delete(dataset, recursive: true);
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);

        var left = Assert.Single((await AdoptAsync()).Left);

        Assert.Equal(run, left.Folder);
        Assert.Contains("dataset that it was made from is not here", left.Reason, StringComparison.Ordinal);
        Assert.Equal(DatabaseFit.Older, Recovery.Report.Fit);
    }

    [Fact]
    public async Task Adopt_AsACommandAfterTheDatabaseWasLost_BringsAllBackOnce()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: true, hasRun: true);
        using var folder = new TempFolder();
        foreach (var path in Directory.GetFiles(Data.Path, "*", SearchOption.AllDirectories).Where(p => !FolderHashes.IsHeld(Path.GetFileName(p))))
        {
            var copy = folder.File(Path.GetRelativePath(Data.Path, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        foreach (var said in (string[])["Brought back 1 dataset and 1 run; 1 unfinished run", "nothing was added"])
        {
            using var adopt = AppProcess.Start("adopt", "--data", folder.Path);
            Assert.True(await adopt.ExitAsync(TimeSpan.FromMinutes(1)) == 0, adopt.Output);
            Assert.Contains(said, adopt.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>A power cut took the database and the contents of a file; what lies here is told as damaged before it is adopted and after.</summary>
    [Fact]
    public async Task Adopt_OfWhatAPowerCutDamaged_StillNamesIt()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: false, hasRun: true);
        await SqlAsync(Everything);
        var events = new DatasetFolder(Assert.Single(Directory.GetDirectories(Data.Datasets))).Events;
        await File.WriteAllBytesAsync(events, [], Xunit.TestContext.Current.CancellationToken);

        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Contains("events.parquet: the file is empty", Assert.Single(Recovery.Report.Damaged), StringComparison.Ordinal);
        Assert.True(Data.HasDamage);
        await AdoptAsync();

        Assert.Equal(DatabaseFit.Fits, Recovery.Report.Fit);
        Assert.Contains("events.parquet: the file is empty", Assert.Single(Recovery.Report.Damaged), StringComparison.Ordinal);
    }

    /// <summary>Runs are adopted one after another, which takes a while, and the app serves meanwhile.</summary>
    [Fact]
    public async Task Adopt_WhileARunIsBegun_LeavesThatRunAlone()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: true, hasRun: true);
        var work = Path.GetFileName(Assert.Single(Directory.GetDirectories(Data.Runs, RunExecutor.WorkPrefix + "*")))[RunExecutor.WorkPrefix.Length..];
        await SqlAsync(Runs);
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        var contexts = Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();
        await using var scope = Services.CreateAsyncScope();
        var import = ActivatorUtilities.CreateInstance<ImportRun>(scope.ServiceProvider, new BusyStore(contexts, async context =>
        {
            await Shop.AddRunAsync((await context.Datasets.SingleAsync()).Id, RunStatus.Running);
            await context.Database.ExecuteSqlAsync($"UPDATE runs SET Folder = {work}");
        }));

        var report = await ActivatorUtilities.CreateInstance<AdoptFiles>(scope.ServiceProvider, import)
            .HandleAsync(Actor.Local, Xunit.TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (report.Runs, report.Resumed));
        Assert.Empty(report.Left);
        Assert.Equal(DatabaseFit.Fits, Recovery.Report.Fit);
    }

    [Fact]
    public async Task Adopt_TwiceInOneScope_NamesWhatIsLeftOnce()
    {
        await Recovery.RunAsync(Xunit.TestContext.Current.CancellationToken);
        await FillAsync(waiting: false, hasRun: true);
        await SqlAsync(Everything);
        Directory.Delete(Assert.Single(Directory.GetDirectories(Data.Datasets)), recursive: true);
        await using var scope = Services.CreateAsyncScope();
        var adopt = scope.ServiceProvider.GetRequiredService<AdoptFiles>();
        for (var i = 0; i < 2; i++) Assert.Single((await adopt.HandleAsync(Actor.Local, Xunit.TestContext.Current.CancellationToken)).Left);
    }

    private async Task FillAsync(bool waiting, bool hasRun)
    {
        var dataset = await Shop.AddDatasetAsync();
        if (hasRun) await Shop.AddFinishedRunAsync(dataset);
        foreach (var folder in (string[])[.. Directory.GetDirectories(Data.Datasets), .. Directory.GetDirectories(Data.Runs)])
        {
            OwnedFolder.Mark(folder, FolderUse.Kept, Data.Installation);
        }

        if (!waiting) return;
        await Shop.AddRunAsync(dataset, RunStatus.Queued);
        await using var context = await ContextAsync();
        var row = await context.Runs.OrderByDescending(r => r.Id).FirstAsync();
        StageCheckpoints.Open(
            Data.RunFolder(RunExecutor.WorkPrefix + row.Folder), new DatasetFolder(Assert.Single(Directory.GetDirectories(Data.Datasets))).Open(),
            StoredJson.Parse<RunOptions>(row.Options), new StageContext());
    }

    private async Task<AdoptionReport> AdoptAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AdoptFiles>().HandleAsync(Actor.Local, Xunit.TestContext.Current.CancellationToken);
    }

    /// <summary>What the database knows, apart from its own numbers and when it learned it.</summary>
    private async Task<List<string>> FoundAsync()
    {
        await using var context = await ContextAsync();
        var datasets = await context.Datasets.Select(d => $"{d.Name} {d.Folder} {d.Fingerprint} {d.TransactionCount} {d.From:O} {d.CreatedBy}").ToListAsync();
        var runs = (await context.Runs.ToListAsync()).Select(r => string.Create(
            CultureInfo.InvariantCulture, $"{r.Folder} {r.Status} {r.Seed} {r.Transactions} {r.ClusterCount} {r.RiskyCount} {r.NoiseCount} {r.Device}"));
        var clusters = (await context.Findings.ToListAsync()).Select(c => { c.Id = c.RunId = 0; return JsonSerializer.Serialize(c, JsonFile.Options); });
        var rules = (await context.Rules.ToListAsync()).Select(r => { r.Id = r.RunId = 0; return JsonSerializer.Serialize(r, JsonFile.Options); });
        return [.. datasets.Concat(runs).Concat(clusters).Concat(rules).Order(StringComparer.Ordinal)];
    }

    private SortedDictionary<string, string> Files() => FolderHashes.Of(Data.Path, FolderHashes.IsHeld);

    private Task<InvestigatorContext> ContextAsync() => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().CreateDbContextAsync();

    /// <summary>A store in which something else is done just before it is first written to.</summary>
    private sealed class BusyStore(IDbContextFactory<InvestigatorContext> contexts, Func<InvestigatorContext, Task> busy)
        : IDbContextFactory<InvestigatorContext>
    {
        private bool _isDone;

        public InvestigatorContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<InvestigatorContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            if (!_isDone) await busy(context);
            _isDone = true;
            return await contexts.CreateDbContextAsync(cancellationToken);
        }
    }
}
