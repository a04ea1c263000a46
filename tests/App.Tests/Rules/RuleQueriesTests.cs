using Bunit;
using Investigator.Findings;
using Investigator.Engine.Rules;
using Investigator.Execution;
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
    /// <summary>Precise while learning and not later, in the less risky cluster of the lower number; then the other way about.</summary>
    private static readonly FindingRule[] Pair =
    [
        Rule(900, learned: new(100, 10, 9, 20, 9, 0, 1), later: new(100, 10, 2, 20, 1, 0, 1)),
        Rule(901, learned: new(100, 50, 5, 20, 0, 0, 1), later: new(100, 8, 6, 10, 2, 0, 1)),
    ];

    private static FindingRule Rule(int cluster, RuleMeasures learned, RuleMeasures later) =>
        new() { Id = $"c{cluster}-r1", Finding = cluster, Conditions = [], Text = "", Sql = "true", Learned = learned, Later = later };

    private IDbContextFactory<InvestigatorContext> Contexts => Services.GetRequiredService<IDbContextFactory<InvestigatorContext>>();

    private async Task<int> AddPairAsync()
    {
        var run = await Shop.AddAsync();
        await using var context = await Contexts.OpenAsync(Actor.Local);
        context.Rules.RemoveRange(context.Rules);
        await context.SaveChangesAsync();
        context.Rules.AddRange(Pair.Select(r => RunMapper.Rule(run, r)));
        var clusters = await context.Findings.Where(c => c.RunId == run).OrderBy(c => c.Id).Take(2).ToListAsync();
        (clusters[0].Number, clusters[0].ExpectedLoss, clusters[1].Number, clusters[1].ExpectedLoss) = (900, 10, 901, 20);
        await context.SaveChangesAsync();
        return run;
    }

    /// <summary>Precision was sorted by what was measured while learning, the cluster's risk by its number.</summary>
    [Theory]
    [InlineData(RuleSort.Risk, "c901-r1")]
    [InlineData(RuleSort.Label, "c900-r1")]
    [InlineData(RuleSort.Precision, "c901-r1")]
    [InlineData(RuleSort.Recall, "c901-r1")]
    [InlineData(RuleSort.Matched, "c900-r1")]
    [InlineData(RuleSort.KnownFraud, "c901-r1")]
    public async Task Page_Sorted_PutsTheLargestOnLaterTransactionsFirst(RuleSort sort, string first)
    {
        var run = await AddPairAsync();
        var (rules, total) = await Services.GetRequiredService<RuleQueries>().PageAsync(run, null, sort, 0, 10);
        Assert.Equal((2, first), (total, rules[0].Id));
    }

    [Fact]
    public async Task RulesPage_Sort_IsNamedByWhatItSortsBy()
    {
        var run = await AddPairAsync();
        var page = Open<RulesPage>(Links.Rules(run));
        page.WaitForState(() => page.FindAll("article.rule").Count == 2);
        Assert.Equal("c901-r1", page.Find("article.rule code").TextContent);
        Assert.Contains("Expected loss of the finding", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_OfRulesOfAnEarlierVersion_SortsThemByTheirLaterMeasures()
    {
        var run = await AddPairAsync();
        await using (var context = await Contexts.CreateDbContextAsync())
        {
            var migrator = context.GetService<IMigrator>();
            await migrator.MigrateAsync("Tags");
            Assert.Equal([0.9, 0.1], await context.Database.SqlQueryRaw<double>("SELECT Precision AS Value FROM rules ORDER BY Label").ToListAsync());
            await migrator.MigrateAsync();
        }

        var (rules, _) = await Services.GetRequiredService<RuleQueries>().PageAsync(run, null, RuleSort.Precision, 0, 10);
        Assert.Equal(["c901-r1", "c900-r1"], rules.Select(r => r.Id));
    }
}
