using Investigator.Access;
using Investigator.App.Tests.Formats;
using Investigator.App.Tests.Storage;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Engine.Runs;
using Investigator.Execution;
using Investigator.Findings;
using Investigator.Map;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Runs;

public sealed class ImportRunTests : PageTest
{
    private const string Format = "6add82b";

    private readonly TempFolder _elsewhere = new();

    private RunQueries Runs => Services.GetRequiredService<RunQueries>();

    [Fact]
    public async Task Import_OfAFormerRunWithItsDataset_ShowsAllOfIt()
    {
        var (run, dataset) = Frozen();

        var imported = await ImportAsync(run, dataset);

        Assert.True(imported.IsNew);
        var line = (await Runs.FindAsync(imported.RunId))!;
        Assert.Equal((RunStatus.Finished, 1600, 3, 1), (line.Status, line.Transactions, line.ClusterCount, line.RiskyCount));
        Assert.All(await Services.GetRequiredService<FindingQueries>().AllAsync(line.Id), static f =>
        {
            Assert.Equal(f.Known > 0, f.Probability > 0);
            Assert.Equal(f.Known > 0, f.Probability is not null);
        });
        var (clusters, _) = await Services.GetRequiredService<FindingQueries>()
            .PageAsync(line.Id, new FindingFilter { Risky = true }, FindingSort.ExpectedLoss, true, 0, 10);
        var detail = (await Services.GetRequiredService<FindingQueries>().FindAsync(line.Id, Assert.Single(clusters).Number))!;
        Assert.Contains(clusters[0].Headline, detail.Narrative.Headline, StringComparison.Ordinal);
        Assert.NotEmpty(detail.Narrative.Sentences[0].Text);
        Assert.Equal(2, (await Services.GetRequiredService<RuleQueries>().PageAsync(line.Id, null, exported: true, RuleSort.Risk, 0, 10)).Total);
        Assert.Equal(1600, (await Services.GetRequiredService<TransactionQueries>().TotalsAsync(line.Id, new TransactionFilter())).Count);
        Assert.NotNull(await Services.GetRequiredService<MapQueries>()
            .ColumnAsync(line.Id, "x", () => throw new InvalidOperationException("no scores are needed")));
        Assert.Contains(await Runs.ModelsAsync(), m => m.RunId == line.Id);
    }

    [Fact]
    public async Task Import_OfTheSameRunTwice_AddsNothing()
    {
        var (run, dataset) = Frozen();
        var first = await ImportAsync(run, dataset);

        var second = await ImportAsync(run, dataset);
        var itself = await ImportAsync((await Runs.FilesAsync(first.RunId))!.RunFolder, dataset);

        Assert.Equal([new ImportedRun(first.RunId, false), new ImportedRun(first.RunId, false)], [second, itself]);
        Assert.Single((await Runs.PageAsync(new RunFilter(), 10)).Runs);
        Assert.Single(await Services.GetRequiredService<DatasetQueries>().ListAsync());
        Assert.Single(Directory.GetDirectories(Data.Runs));
        Assert.Single(Directory.GetDirectories(Data.Datasets));
    }

    [Fact]
    public async Task Import_WithOtherData_IsRefusedAndLeavesNothing()
    {
        var (run, dataset) = Frozen();
        dataset.Save(dataset.Open() with { Fingerprint = new string('0', 64) });

        var error = await Assert.ThrowsAsync<InputException>(() => ImportAsync(run, dataset));

        Assert.Contains("not the data that the run was made from", error.Message, StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    [Fact]
    public async Task Import_OfAFingerprintThatIsNone_IsRefused()
    {
        var (run, dataset) = Frozen();
        dataset.Save(dataset.Open() with { Fingerprint = "../../../../elsewhere" });
        var record = KnownFiles.Record.In(run.Path);
        var elsewhere = (await File.ReadAllTextAsync(record)).Replace(run.ReadRecord().Fingerprint, "../../../../elsewhere", StringComparison.Ordinal);
        await File.WriteAllTextAsync(record, elsewhere);

        await Assert.ThrowsAsync<InputException>(() => ImportAsync(run, dataset));

        await AssertNothingAsync();
    }

    [Fact]
    public async Task Import_OfAFolderThatLacksAFile_SaysWhich()
    {
        var (run, dataset) = Frozen();
        File.Delete(KnownFiles.Clusters.In(run.Path));

        var error = await Assert.ThrowsAsync<InputException>(() => ImportAsync(run, dataset));

        Assert.Contains(KnownFiles.Clusters.Name, error.Message, StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task Import_OfARunThatLiesHereWithoutARow_EntersItWhereItIs(string end)
    {
        var (run, dataset) = Frozen();
        var place = (await Runs.FilesAsync((await ImportAsync(run, dataset)).RunId))!.RunFolder.Path;
        var before = FolderHashes.Of(place);
        await ForgetAsync();

        var again = await ImportAsync(new RunFolder(place + end), dataset);

        Assert.True(again.IsNew);
        Assert.Equal(before, FolderHashes.Of(place));
        Assert.Equal(place, (await Runs.FilesAsync(again.RunId))!.RunFolder.Path);
        Assert.Equal([place], Directory.GetDirectories(Data.Runs));
    }

    [Fact]
    public async Task Import_OfARunWhoseResultsLieHereWithoutARow_IsRefusedAndTouchesNothing()
    {
        var (run, dataset) = Frozen();
        var place = (await Runs.FilesAsync((await ImportAsync(run, dataset)).RunId))!.RunFolder.Path;
        var before = FolderHashes.Of(place);
        await ForgetAsync();
        File.Delete(KnownFiles.Stories.Find(run.Path));

        var error = await Assert.ThrowsAsync<InputException>(() => ImportAsync(run, dataset));

        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, FolderHashes.Of(place));
        Assert.Equal([place], Directory.GetDirectories(Data.Runs));
    }

    [Fact]
    public async Task Import_WhoseRowsAreRefused_LeavesNoFolderOfTheRun()
    {
        var (run, dataset) = Frozen();
        await SqlAsync("CREATE TRIGGER refuse BEFORE INSERT ON rules BEGIN SELECT RAISE(ABORT, 'not today'); END");

        await Assert.ThrowsAsync<DbUpdateException>(() => ImportAsync(run, dataset));

        Assert.Empty(Directory.GetDirectories(Data.Runs));
        await SqlAsync("DROP TRIGGER refuse");
        Assert.True((await ImportAsync(run, dataset)).IsNew);
    }

    [Fact]
    public async Task Import_OfStoriesThatLackACluster_SaysSoAndLeavesNothing()
    {
        var (run, dataset) = Frozen();
        var stories = KnownFiles.Stories.Find(run.Path);
        await File.WriteAllTextAsync(stories, "[]");

        var error = await Assert.ThrowsAsync<InputException>(() => ImportAsync(run, dataset));

        Assert.Contains(Path.GetFileName(stories), error.Message, StringComparison.Ordinal);
        await AssertNothingAsync();
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        _elsewhere.Dispose();
    }

    private async Task AssertNothingAsync()
    {
        Assert.Empty((await Runs.PageAsync(new RunFilter(), 10)).Runs);
        Assert.Empty(Directory.GetDirectories(Data.Runs));
        Assert.Empty(Directory.GetDirectories(Data.Datasets));
    }

    /// <summary>The database of before the import is put back.</summary>
    private Task ForgetAsync() => SqlAsync("DELETE FROM findings; DELETE FROM rules; DELETE FROM runs");

    private Task<ImportedRun> ImportAsync(RunFolder run, DatasetFolder dataset) =>
        Services.GetRequiredService<ImportRun>().HandleAsync(Actor.Local, run, dataset);

    private (RunFolder Run, DatasetFolder Dataset) Frozen()
    {
        var data = FrozenFolder.Unpack(Format, "data", _elsewhere.File("data"));
        var dataset = Assert.Single(Directory.GetDirectories(Path.Combine(data, "datasets")));
        return (new RunFolder(FrozenFolder.Unpack(Format, "run", _elsewhere.File("run"))), new DatasetFolder(dataset));
    }
}
