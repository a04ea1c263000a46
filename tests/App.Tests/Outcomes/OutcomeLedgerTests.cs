using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Facts;
using Investigator.Engine.Ingest;
using Investigator.Engine.Rules;
using Investigator.Engine.Sequences;
using Investigator.Engine.Simulation;
using Investigator.Execution;
using Investigator.Filters;
using Investigator.Findings;
using Investigator.Map;
using Investigator.Outcomes;
using Investigator.Runs;
using Investigator.Storage.Database;
using Investigator.TestKit;
using Investigator.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Outcomes;

public sealed class OutcomeLedgerTests : PageTest
{
    private static readonly DateTime Reported = new(2026, 4, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task KnownOutcome_WhereKnownAtIsBlank_IsTheSameInTheRunsArraysAndInEveryList()
    {
        var blank = new RunBuilder { BlankKnownAt = true };
        await AssertAlikeAsync(await Shop.AddAsync(blank), await PreparedRun.OfAsync(blank));
    }

    [Fact]
    public async Task KnownOutcome_WithALedger_IsTheSameInTheRunsArraysAndInEveryList()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        var before = (await Queries.TotalsAsync(run, new TransactionFilter())).Fraud;
        var reports = Enumerable.Range(0, 90).Select(i => new LedgerEntry(
            sample.Rows[(7 * i) + 1].Id, sample.Rows[(7 * i) + 1].Account, sample.Rows[(7 * i) + 1].Time, i % 2 == 0 ? Outcome.Fraud : Outcome.Legitimate,
            sample.AsOf.AddHours((i % 3) - 1), ReportChannel.Import, "an import"));
        OutcomeLedger.Write((await FilesAsync(run)).RunFolder.Path, [.. reports]);
        await AssertAlikeAsync(run, sample);
        Assert.NotEqual(before, (await Queries.TotalsAsync(run, new TransactionFilter())).Fraud);
    }

    [Fact]
    public async Task MissedFraud_OfAFindingThatIsNotRisky_IsWhatTheFindingSays()
    {
        var run = await Shop.AddAsync();
        var clusters = await Services.GetRequiredService<FindingQueries>().AllAsync(run);
        foreach (var finding in clusters)
        {
            var missed = await Services.GetRequiredService<ScopeQueries>().ResolveAsync(new TransactionScope(run, Finding: finding.Number, Missed: true));
            var totals = await Queries.TotalsAsync(run, missed.Filter);
            Assert.Equal((finding.MissedFraud, finding.MissedFraud), (totals.Count, totals.MissedFraud));
        }
        Assert.Contains(clusters, c => c is { Risky: false, MissedFraud: > 0 });
    }

    [Fact]
    public async Task Entries_OfOneSource_ComeInTheOrderOfTheReports()
    {
        await AddAsync(new("shop", "t2", Outcome.Fraud), new("other", "t1", Outcome.Fraud), new("shop", "t1", Outcome.Legitimate));
        var entries = await Services.GetRequiredService<LedgerQueries>().EntriesAsync("shop", TestContext.Current.CancellationToken);
        Assert.Equal([("t2", Outcome.Fraud), ("t1", Outcome.Legitimate)], entries.Select(e => (e.Transaction, e.Outcome)));
        Assert.Equal((Reported, DateTimeKind.Utc, "an analyst"), (entries[0].KnownAt, entries[0].KnownAt.Kind, entries[0].ReportedBy));
    }

    [Fact]
    public async Task Ledger_OfAnUnsureVerdict_IsRefusedByTheDatabase() =>
        await Assert.ThrowsAsync<DbUpdateException>(() => AddAsync(new LedgerLine("shop", "t1", Outcome.Unknown)));

    [Fact]
    public async Task Run_WithALedger_KeepsASnapshotAndCountsIt()
    {
        var cancel = TestContext.Current.CancellationToken;
        var small = new RunBuilder { Simulation = new SimulationOptions { Transactions = 400, Seed = 5 } };
        var dataset = small.Load(Data.Datasets);
        var plain = await RunAsync(dataset);
        Assert.Null(OutcomeLedger.In((await FilesAsync(plain)).RunFolder.Path));

        var page = await Queries.PageAsync(plain, new TransactionFilter(), TransactionSort.Outcome, true, 0, 400, cancel);
        var unknown = page.Lines.Where(t => t.Outcome is null).Take(2).ToList();
        await AddAsync(
            new LedgerLine("shop", unknown[0].Id, Outcome.Fraud, dataset.From, unknown[0].Account, unknown[0].Time),
            new LedgerLine("shop", unknown[1].Id, Outcome.Fraud, dataset.From, "of another shop of that name", unknown[1].Time));
        var told = await RunAsync(dataset);
        Assert.NotNull(OutcomeLedger.In((await FilesAsync(told)).RunFolder.Path));
        var before = await Queries.TotalsAsync(plain, new TransactionFilter(), cancel);
        var after = await Queries.TotalsAsync(told, new TransactionFilter(), cancel);
        Assert.Equal((before.Known + 1, before.Fraud + 1), (after.Known, after.Fraud));

        async Task<int> RunAsync(Dataset loaded)
        {
            var id = await Services.GetRequiredService<RegisterDataset>().HandleAsync(Actor.Local, loaded, cancel);
            var run = await Services.GetRequiredService<StartRun>().HandleAsync(Actor.Local, id, small.Options, cancel);
            Assert.Equal(RunStatus.Finished, await Services.GetRequiredService<RunExecutor>().ExecuteAsync(run, cancel));
            return run;
        }
    }

    private TransactionQueries Queries => Services.GetRequiredService<TransactionQueries>();

    private async Task<RunFiles> FilesAsync(int run) => (await Services.GetRequiredService<RunQueries>().FilesAsync(run))!;

    /// <summary>Totals, list and map against the arrays that a run's stages read.</summary>
    private async Task AssertAlikeAsync(int run, PreparedRun prepared)
    {
        var files = await FilesAsync(run);
        var dataset = files.DatasetFolder.Open();
        var sequences = new SequenceSet { Offsets = new int[prepared.Rows.Count + 1], Types = [], Dwell = [], Gap = [], Vocabulary = [], MaxLength = 1 };
        var facts = TransactionFacts.Read(dataset, sequences, prepared.AsOf, OutcomeLedger.In(files.RunFolder.Path), new StageContext { Scratch = Data.Path });
        foreach (var label in prepared.Findings.Select(c => c.Number).Append(-1))
        {
            var finding = TransactionFields.InFinding(label);
            var totals = await Queries.TotalsAsync(run, new TransactionFilter { Where = finding });
            var members = prepared.Members(label).Select(r => r.Row).ToList();
            Assert.Equal(members.Count(row => facts.Outcomes[row] != Outcome.Unknown), totals.Known);
            Assert.Equal(members.Count(row => facts.Outcomes[row] == Outcome.Fraud), totals.Fraud);
            var frauds = new TransactionFilter { Where = new AllOf([finding, TransactionFields.KnownFraud]) };
            Assert.Equal(totals.Fraud, (await Queries.PageAsync(run, frauds, TransactionSort.Time, false, 0, 1)).Total);
        }
        var column = await Services.GetRequiredService<MapQueries>().ColumnAsync(run, "outcome", () => throw new InvalidOperationException());
        Assert.Equal(facts.Outcomes.Select(o => (int)o), Enumerable.Range(0, prepared.Rows.Count).Select(i => BitConverter.ToInt32(column!.Bytes, 4 * i)));
    }

    private async Task AddAsync(params LedgerLine[] lines)
    {
        await using var context = await Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>().OpenAsync(Actor.Local, Permission.StartRuns);
        foreach (var line in lines)
        {
            context.OutcomeLedger.Add(new LedgerEntryEntity
            {
                Source = line.Source,
                Transaction = line.Transaction,
                Account = line.Account,
                Time = line.Time ?? Reported,
                Outcome = line.Outcome,
                KnownAt = line.KnownAt ?? Reported,
                Channel = ReportChannel.Case,
                ReportedBy = "an analyst",
            });
            await context.SaveChangesAsync();
        }
    }

    private sealed record LedgerLine(string Source, string Transaction, Outcome Outcome, DateTime? KnownAt = null, string Account = "a", DateTime? Time = null);
}
