using System.Globalization;
using Investigator.Engine.Facts;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Filters;
using Investigator.Findings;
using Investigator.Runs;
using Investigator.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Transactions;

/// <summary>Pages of a list compared with one query that joins and sorts everything, as it was before pages were read by their rows.</summary>
public sealed class TransactionPagesTests : PageTest
{
    private const int Size = 25;

    private TransactionQueries Queries => Services.GetRequiredService<TransactionQueries>();

    public static TheoryData<TransactionSort, bool> Orders
    {
        get
        {
            var orders = new TheoryData<TransactionSort, bool>();
            foreach (var sort in Enum.GetValues<TransactionSort>())
            {
                orders.Add(sort, false);
                orders.Add(sort, true);
            }

            return orders;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Page_AnyOrderAndFilter_IsThatOfTheWholeTable(TransactionSort sort, bool descending)
    {
        var run = await Shop.AddAsync();
        await CoarseClockAsync(run);
        var risky = await Services.GetRequiredService<FindingQueries>().RiskyNumbersAsync(run);
        TransactionFilter[] filters =
        [
            new(),
            new() { Where = TransactionFields.InFinding(-1) },
            new() { Where = TransactionFields.InRiskyFinding, RiskyFindings = risky },
            new() { Where = TransactionFields.MissedFraud },
            new() { Where = new RuleCondition("amount", RuleOperator.AtLeast, 30) },
            new() { Where = new AllOf([new RuleCondition("amount", RuleOperator.AtMost, 200), TransactionFields.InFinding(-1), TransactionFields.AtRisk]) },
            new() { Rows = [.. Enumerable.Range(0, 500).Select(static i => i * 3), 5_000_000] },
            new() { Rows = [.. Enumerable.Range(100, 400)], Where = TransactionFields.AtRisk },
        ];

        foreach (var filter in filters)
        {
            var expected = await WholeAsync(run, filter, sort, descending);
            Assert.NotEmpty(expected);
            int[] starts = [0, Size, expected.Count / 2 / Size * Size, Math.Max(0, expected.Count - 3), expected.Count, expected.Count + Size];
            foreach (var skip in starts)
            {
                var (lines, total) = await Queries.PageAsync(run, filter, sort, descending, skip, Size);
                Assert.Equal(expected.Count, total);
                Assert.Equal(expected.Skip(skip).Take(Size), lines.Select(static l => (int)l.Row));
            }
        }
    }

    [Fact]
    public async Task Page_LatestFirst_GoesThroughTiesWithoutLosingARow()
    {
        var run = await Shop.AddAsync();
        await CoarseClockAsync(run);
        var expected = await WholeAsync(run, new TransactionFilter(), TransactionSort.Time, descending: true);

        var found = new List<int>();
        for (var skip = 0; skip < expected.Count; skip += 7)
        {
            var (lines, _) = await Queries.PageAsync(run, new TransactionFilter(), TransactionSort.Time, descending: true, skip, 7);
            found.AddRange(lines.Select(static l => (int)l.Row));
        }

        Assert.Equal(expected, found);
        Assert.NotEqual(expected, [.. expected.OrderDescending()]);
    }

    [Fact]
    public async Task Page_Lines_AreWhatTheFilesHold()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());

        var (lines, _) = await Queries.PageAsync(run, new TransactionFilter(), TransactionSort.Amount, descending: true, 10, 100);

        foreach (var line in lines)
        {
            var row = sample.Rows[(int)line.Row];
            Assert.Equal(
                (row.Id, row.Account, row.Time, row.Amount, row.Decision, sample.IsKnown(row) ? row.Outcome : null, row.Finding),
                (line.Id, line.Account, line.Time, line.Amount, line.Decision, line.Outcome, line.Finding));
        }

        Assert.Equal(100, lines.Count);
    }

    [Fact]
    public async Task Totals_AskedAgain_AreTheSame()
    {
        var run = await Shop.AddAsync();
        var filter = new TransactionFilter { Where = TransactionFields.MissedFraud };

        var first = await Queries.TotalsAsync(run, filter);

        Assert.Equal(first, await Queries.TotalsAsync(run, filter));
        Assert.NotEqual(first, await Queries.TotalsAsync(run, new TransactionFilter()));
    }

    [Fact]
    public async Task FindingCount_OfRows_IsThatOfDifferentFindings()
    {
        var (run, sample) = (await Shop.AddAsync(), await SampleAsync());
        int[] rows = [.. Enumerable.Range(0, sample.Rows.Count).Where(static r => r % 3 == 0)];

        var expected = rows.Select(r => sample.Rows[r].Finding).Where(static f => f >= 0).Distinct().Count();

        Assert.InRange(expected, 2, rows.Length - 1);
        Assert.Equal(expected, await Queries.FindingCountAsync(run, rows));
        Assert.Equal(0, await Queries.FindingCountAsync(run, []));
    }

    private async Task<List<int>> WholeAsync(int run, TransactionFilter filter, TransactionSort sort, bool descending)
    {
        var files = (await Services.GetRequiredService<RunQueries>().FilesAsync(run))!;
        var dataset = files.DatasetFolder.Open();
        var table = new FilterTable(files, filter.RiskyFindings);
        var relation = KnownOutcome.Transactions(dataset, files.RunFolder.ReadRecord().AsOf, null);
        var where = filter.Where is null ? "true" : table.Predicate(filter.Where);
        var rows = filter.Rows is null ? "true" : $"t.row IN ({string.Join(", ", filter.Rows.Select(static r => r.ToString(CultureInfo.InvariantCulture)))})";
        var key = sort switch
        {
            TransactionSort.Id or TransactionSort.Account or TransactionSort.Amount or TransactionSort.Decision or TransactionSort.Outcome => $"t.{sort}",
            TransactionSort.Finding or TransactionSort.Probability => $"m.{sort}",
            TransactionSort.OutlierScore => "m.outlier_score",
            TransactionSort.FraudProbability => "nullif(m.fraud_probability, 'nan'::FLOAT)",
            _ => "t.time",
        };
        using var db = TableConnection.Open();
        return db.Query(
            $"""
            SELECT t.row::INT FROM {relation} t JOIN {files.RunFolder.MembersTable} m ON m.file_row_number = t.row
                JOIN {files.RunFolder.FeaturesTable} f ON f.row = t.row
            WHERE ({where}) AND {rows} ORDER BY {key} {(descending ? "DESC" : "ASC")} NULLS LAST, t.row
            """,
            static r => r.GetInt32(0));
    }

    /// <summary>The run's data with whole hours, so that many payments bear one time, and with some amounts missing.</summary>
    private async Task CoarseClockAsync(int run)
    {
        var folder = (await Services.GetRequiredService<RunQueries>().FilesAsync(run))!.DatasetFolder;
        var copy = folder.Transactions + ".copy";
        using (var tables = TableConnection.Open())
        {
            tables.Execute(
                "COPY (SELECT * REPLACE (date_trunc('hour', time) AS time, CASE WHEN row % 11 <> 0 THEN amount END AS amount) "
                + $"FROM {folder.TransactionsTable}) TO {Sql.Text(copy)} (FORMAT parquet)");
        }

        File.Move(copy, folder.Transactions, overwrite: true);
        folder.Seal();
    }
}
