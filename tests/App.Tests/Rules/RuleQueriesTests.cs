using Bunit;
using Investigator.Access;
using Investigator.Engine.Rules;
using Investigator.Execution;
using Investigator.Findings;
using Investigator.Rules;
using Investigator.Storage.Database;
using Investigator.Web;
using Investigator.Web.Pages.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Rules;

public sealed class RuleQueriesTests : PageTest
{
    /// <summary>The first adds more and is surer; the second is of the finding with the larger expected loss, catches more and hits more others.</summary>
    private static readonly FindingRule[] Pair =
    [
        Rule(900, 1, new RuleFigures { Rows = 100, Days = 5, Matched = 12, KnownFraud = 9, CaughtMoney = 50, OthersPerDay = 0.1 }),
        Rule(901, 2, new RuleFigures { Rows = 100, Days = 5, Matched = 10, KnownFraud = 3, KnownLegitimate = 3, CaughtMoney = 80, OthersPerDay = 0.6 }),
    ];

    private static FindingRule Rule(int finding, int? rank, RuleFigures measured) =>
        new() { Id = $"f{finding}-r1", Finding = finding, Conditions = [], Text = "", Sql = "true", Rank = rank, Measured = measured };

    private IDbContextFactory<InvestigatorContext> Contexts => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    private async Task<int> AddPairAsync(params FindingRule[] more)
    {
        var run = await Shop.AddAsync();
        await using var context = await Contexts.OpenAsync(Actor.Local, Permission.StartRuns);
        context.Rules.RemoveRange(context.Rules);
        await context.SaveChangesAsync();
        context.Rules.AddRange(Pair.Concat(more).Select(r => RunMapper.Rule(run, r)));
        var clusters = await context.Findings.Where(c => c.RunId == run).OrderBy(c => c.Id).Take(2).ToListAsync();
        (clusters[0].Number, clusters[0].ExpectedLoss, clusters[1].Number, clusters[1].ExpectedLoss) = (900, 10, 901, 20);
        await context.SaveChangesAsync();
        return run;
    }

    [Theory]
    [InlineData(RuleSort.Worth, "f900-r1")]
    [InlineData(RuleSort.Risk, "f901-r1")]
    [InlineData(RuleSort.Finding, "f900-r1")]
    [InlineData(RuleSort.FraudShare, "f900-r1")]
    [InlineData(RuleSort.Money, "f901-r1")]
    [InlineData(RuleSort.Matched, "f900-r1")]
    [InlineData(RuleSort.Others, "f900-r1")]
    public async Task Page_Sorted_PutsTheFirstOfItsKindFirst(RuleSort sort, string first)
    {
        var run = await AddPairAsync();
        var (rules, total) = await Services.GetRequiredService<RuleQueries>().PageAsync(run, null, exported: true, sort, 0, 10);
        Assert.Equal((2, first), (total, rules[0].Id));
    }

    [Fact]
    public async Task Page_Withheld_IsApartFromWhatIsExported()
    {
        var run = await AddPairAsync(Rule(901, null, new RuleFigures()) with { Id = "f901-r2", Withheld = "It fails." });
        var queries = Services.GetRequiredService<RuleQueries>();
        Assert.Equal(2, (await queries.PageAsync(run, null, exported: true, RuleSort.Worth, 0, 10)).Total);
        var (rules, total) = await queries.PageAsync(run, 901, exported: false, RuleSort.Worth, 0, 10);
        Assert.Equal((1, "It fails."), (total, rules[0].Withheld));
    }

    [Fact]
    public async Task RulesPage_Sort_IsNamedByWhatItSortsBy()
    {
        var run = await AddPairAsync();
        var page = Open<RulesPage>(Links.Rules(run));
        page.WaitForState(() => page.FindAll("article.rule").Count == 2);
        Assert.Equal("f900-r1", page.Find("article.rule code").TextContent);
        Assert.Contains("What each adds to those before", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_OfRulesOfAnEarlierVersion_KeepsThemWithWhatTheyWereMeasuredBy()
    {
        var run = await AddPairAsync();
        await using (var context = await Contexts.CreateDbContextAsync())
        {
            var migrator = context.GetService<IMigrator>();
            await migrator.MigrateAsync("FindingRows");
            await context.Database.ExecuteSqlRawAsync("""
                UPDATE rules SET LaterMatched = 8, LaterKnownFraud = 6, Body = json_object(
                    'id', Code, 'cluster', Label, 'conditions', json_array(), 'text', '', 'sql', 'true',
                    'learned', json_object('rows', 70, 'matched', 5, 'in_cluster', 5, 'cluster_rows', 7, 'known_fraud', 5, 'known_legitimate', 0),
                    'later', json_object(
                        'rows', 30, 'matched', 8, 'in_cluster', 6, 'cluster_rows', 9, 'known_fraud', 6, 'known_legitimate', 1, 'precision', 0.75))
                """);
            await migrator.MigrateAsync();
        }

        var (rules, _) = await Services.GetRequiredService<RuleQueries>().PageAsync(run, null, exported: true, RuleSort.FraudShare, 0, 10);
        Assert.Equal([(900, true), (901, true)], rules.Select(r => (r.Finding, r.IsExported)));
        Assert.All(rules, r => Assert.Equal((30, 8, 6, 9, 6, 1),
            (r.Measured!.Rows, r.Measured.Matched, r.Measured.InFinding, r.Measured.FindingRows, r.Measured.KnownFraud, r.Measured.KnownLegitimate)));
    }
}
