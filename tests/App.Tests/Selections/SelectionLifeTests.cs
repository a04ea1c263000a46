using Investigator.Access;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Selections;

public sealed class SelectionLifeTests : PageTest
{
    private IDbContextFactory<InvestigatorContext> Contexts => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    [Fact]
    public async Task Selection_ItsRunDeleted_StaysWithItsTransactionsAndWhatTheyAmountedTo()
    {
        var (run, id) = await SelectAsync();
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns))
        {
            context.Runs.Remove(await context.Runs.SingleAsync(r => r.Id == run));
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await using var after = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var kept = await after.Selections.SingleAsync(s => s.Id == id);
        var ids = await Services.GetRequiredService<SelectionQueries>().TransactionIdsAsync(id);
        Assert.Equal((null, kept.Count), (kept.RunId, ids!.Distinct().Count()));
        Assert.True(kept is { Count: > 0, Money: > 0, Source.Length: > 0, Fingerprint.Length: > 0 });
        Assert.Equal(Actor.Local.Id, kept.CreatedBy);
    }

    [Fact]
    public async Task Complete_SelectionOfBeforeIdsWereKept_GetsTheOnesItsRowsMean()
    {
        var (_, id) = await SelectAsync();
        var selections = Services.GetRequiredService<SelectionQueries>();
        var ids = await selections.TransactionIdsAsync(id);
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns))
        {
            var row = await context.Selections.SingleAsync(s => s.Id == id);
            (row.TransactionIds, row.Money) = (null, null);
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Services.GetRequiredService<CompleteSelections>().HandleAsync(Actor.Machine, TestContext.Current.CancellationToken);

        Assert.Equal(ids, await selections.TransactionIdsAsync(id));
    }

    [Fact]
    public async Task Complete_OneDatasetDamaged_LeavesItsSelectionsAndCompletesTheOthers()
    {
        var (_, whole) = await SelectAsync();
        var (run, damaged) = await SelectAsync(new RunBuilder { Events = false });
        var files = (await Services.GetRequiredService<RunQueries>().FilesAsync(run, TestContext.Current.CancellationToken))!;
        File.Delete(files.DatasetFolder.Transactions);
        await using (var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns))
        {
            foreach (var row in await context.Selections.ToListAsync(TestContext.Current.CancellationToken)) row.TransactionIds = null;
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Services.GetRequiredService<CompleteSelections>().HandleAsync(Actor.Machine, TestContext.Current.CancellationToken);

        await using var after = await Contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        Assert.NotNull((await after.Selections.SingleAsync(s => s.Id == whole)).TransactionIds);
        Assert.Null((await after.Selections.SingleAsync(s => s.Id == damaged)).TransactionIds);
    }

    [Fact]
    public async Task Migrate_StoreOfTheFirstVersion_KeepsSelectionsAndNamesTheirSource()
    {
        await using var context = new InvestigatorContext(
            new DbContextOptionsBuilder<InvestigatorContext>().UseSqlite($"Data Source={Path.Combine(Data.Path, "before.db")}").Options);
        await context.GetService<IMigrator>().MigrateAsync("20261124212613_Initial", TestContext.Current.CancellationToken);
        await context.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO datasets VALUES (4, 'shop', 'folder', 'print', 10, 0, 0, '2026-03-01', '2026-03-02', '2026-03-03');
            INSERT INTO runs ("Id", "DatasetId", "Folder", "Status", "Options", "Seed", "Device", "CreatedAt",
                "Resumed", "Stages", "Transactions", "ClusterCount", "RiskyCount", "NoiseCount")
                VALUES (7, 4, 'run', 'Finished', '{{}}', 1, 'cpu', '2026-03-03', 0, '[]', 10, 1, 0, 0);
            INSERT INTO selections ("Id", "RunId", "Shape", "Count", "Rows", "CreatedAt") VALUES (3, 7, '{{}}', 1, x'05000000', '2026-03-04');
            """,
            TestContext.Current.CancellationToken);

        await context.Database.MigrateAsync(TestContext.Current.CancellationToken);

        var kept = await context.Selections.SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((3, 7, "shop", "print", "local", null), (kept.Id, kept.RunId, kept.Source, kept.Fingerprint, kept.CreatedBy, kept.TransactionIds));
        Assert.Equal([5], PackedRows.Unpack(kept.Rows));
    }

    private async Task<(int Run, int Selection)> SelectAsync(RunBuilder? builder = null)
    {
        var run = await Shop.AddAsync(builder);
        var made = await Services.GetRequiredService<CreateSelection>()
            .HandleAsync(Actor.Local, run, new FindingShape(0), TestContext.Current.CancellationToken);
        return (run, made!.Id);
    }
}
