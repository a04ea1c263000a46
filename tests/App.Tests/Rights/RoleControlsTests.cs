using Bunit;
using Investigator.Access;
using Investigator.Runs;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Pages.Dashboard;
using Investigator.Web.Pages.Datasets;
using Investigator.Web.Pages.Finding;
using Investigator.Web.Pages.Findings;
using Investigator.Web.Pages.Home;
using Investigator.Web.Pages.Map;
using Investigator.Web.Pages.Rules;
using Investigator.Web.Pages.Runs;
using Investigator.Web.Pages.Singles;
using Investigator.Web.Pages.Transactions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Rights;

/// <summary>A page offers what the person may do, and nothing else.</summary>
public sealed class RoleControlsTests : PageTest
{
    private static readonly Dictionary<string, Control> Controls = new()
    {
        ["start page, first steps: data"] = new(Permission.LoadData, "href=\"/datasets/add\"", "Three steps", static t => t.AtHomeAsync()),
        ["start page, first steps: run"] = new(Permission.StartRuns, "href=\"/runs\\?start=0\"", "· done", static t => t.AtHomeAsync(withData: true)),
        ["datasets: add data"] = new(Permission.LoadData, ">Add data<", "Loaded \\(UTC\\)", static t => t.AtAsync<DatasetsPage>(static _ => Links.Datasets)),
        ["datasets: start a run"] = new(
            Permission.StartRuns, ">Start a run</a>", "Loaded \\(UTC\\)", static t => t.AtAsync<DatasetsPage>(static _ => Links.Datasets)),
        ["dataset: start a run"] = new(Permission.StartRuns, "href=\"/runs\\?start=1\"", "How the files were read", static t => t.AtDatasetAsync()),
        ["dataset: mapping"] = new(Permission.LoadData, "mapping\\.json", "How the files were read", static t => t.AtDatasetAsync()),
        ["runs: start"] = new(Permission.StartRuns, ">Start a run<", "History", static t => t.AtAsync<RunsPage>(static _ => Links.Runs)),
        ["run: again"] = new(Permission.StartRuns, ">Run again<", "Stages", static t => t.AtRunAsync()),
        ["run: files"] = new(Permission.Export, "/files/run\\.json", "Stages", static t => t.AtRunAsync()),
        ["run: rules as files"] = new(Permission.ExportRules, "/files/rules\\.json", "Stages", static t => t.AtRunAsync()),
        ["run: cancel"] = new(Permission.StartRuns, "aria-label=\"Cancel run", "Waiting for its turn", static t => t.AtWaitingRunAsync()),
        ["map: tools"] = new(Permission.Select, ">Lasso<", "map-plot", static t => t.AtAsync<MapPage>(static run => Links.Map(run))),
        ["map: draw again"] = new(Permission.StartRuns, ">Draw again<", "could not be drawn", static t => t.AtFailedMapAsync()),
        ["findings: CSV"] = new(Permission.Export, "findings\\.csv", "headline-cell", static t => t.AtAsync<FindingsPage>(static run => Links.Findings(run))),
        ["singles: CSV"] = new(Permission.Export, "singles\\.csv", "<tbody", static t => t.AtAsync<SinglesPage>(static run => Links.Singles(run))),
        ["transactions: CSV"] = new(
            Permission.Export, "transactions\\.csv", "by \\d+ accounts",
            static t => t.AtAsync<TransactionsPage>(static run => Links.Transactions(new TransactionScope(run, Risky: true)))),
        ["dashboard: CSV"] = new(Permission.Export, "days\\.csv", "By day", static t => t.AtAsync<DashboardPage>(static run => Links.Dashboard(run))),
        ["rules: all"] = new(Permission.ExportRules, ">All as JSON<", "rule-text", static t => t.AtAsync<RulesPage>(static run => Links.Rules(run))),
        ["rules: one"] = new(Permission.ExportRules, "/rules/[^\"]+\\.json", "rule-text", static t => t.AtAsync<RulesPage>(static run => Links.Rules(run))),
        ["finding: tag"] = new(Permission.Tag, "word-tag-add", "tag-bar", static t => t.AtFindingAsync()),
        ["finding: key of the tag"] = new(Permission.Tag, "data-key=\"a\"", "tag-bar", static t => t.AtFindingAsync()),
    };

    private Actor _reader = Actor.Local;

    public RoleControlsTests() => Services.AddScoped(_ => _reader);

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in Controls.Keys)
            {
                cases.Add(name, true);
                cases.Add(name, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Control_ForWhoMayAndMayNot_IsThereOrNot(string name, bool may)
    {
        var control = Controls[name];
        if (!may) _reader = _reader with { Rights = AccessPolicy.All.Where(right => right != control.Needs).ToHashSet() };
        var page = await control.Open(this);
        page.WaitForAssertion(() => Assert.Matches(control.Beside, page.Markup));
        if (may) page.WaitForAssertion(() => Assert.Matches(control.Is, page.Markup));
        else Assert.DoesNotMatch(control.Is, page.Markup);
    }

    /// <summary>A link asks for the dialog in which a run is started.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task StartDialog_AskedForByALink_OpensForWhoMay(bool may)
    {
        if (!may) _reader = Who.Actor(Role.Investigator);
        var page = await AtAsync<RunsPage>(static _ => Links.NewRun());
        page.WaitForState(() => page.Markup.Contains("History", StringComparison.Ordinal));
        if (may) Providers.WaitForAssertion(() => Assert.Contains("Smallest cluster", Providers.Markup, StringComparison.Ordinal));
        else Assert.DoesNotContain("Smallest cluster", Providers.Markup, StringComparison.Ordinal);
    }

    /// <summary>Where a page has lost its purpose for someone it says whom to ask.</summary>
    [Fact]
    public async Task FirstSteps_ForWhoMayDoNeither_SayWhomToAsk()
    {
        _reader = Who.Actor(Role.Investigator);
        var page = await AtHomeAsync();
        page.WaitForAssertion(() => Assert.Contains("Ask a risk expert or an administrator to load data.", page.Markup, StringComparison.Ordinal));
    }

    private async Task<IRenderedComponent<IComponent>> AtHomeAsync(bool withData = false)
    {
        if (withData) await Shop.AddDatasetAsync();
        return Open<HomePage>(Links.Home);
    }

    private async Task<IRenderedComponent<IComponent>> AtAsync<TPage>(Func<int, string> link)
        where TPage : IComponent => (IRenderedComponent<IComponent>)Open<TPage>(link(await Shop.AddAsync()));

    private async Task<IRenderedComponent<IComponent>> AtDatasetAsync()
    {
        var id = await Shop.AddDatasetAsync();
        return Open<DatasetPage>(Links.Dataset(id), p => p.Add(c => c.Id, id));
    }

    private async Task<IRenderedComponent<IComponent>> AtRunAsync() => AtRun(await Shop.AddAsync());

    private async Task<IRenderedComponent<IComponent>> AtWaitingRunAsync() =>
        AtRun(await Shop.AddRunAsync(await Shop.AddDatasetAsync(), RunStatus.Queued));

    private IRenderedComponent<RunPage> AtRun(int run) => Open<RunPage>(Links.Run(run), p => p.Add(c => c.Id, run));

    private async Task<IRenderedComponent<IComponent>> AtFailedMapAsync()
    {
        var run = await Shop.AddAsync();
        await Shop.SetMapAsync(run, MapStatus.Failed, "there is not enough memory");
        return Open<MapPage>(Links.Map(run));
    }

    private async Task<IRenderedComponent<IComponent>> AtFindingAsync()
    {
        var (run, number) = (await Shop.AddAsync(), (await SampleAsync()).Findings[0].Number);
        return Open<FindingPage>(Links.Finding(run, number), p => p.Add(c => c.Run, run).Add(c => c.Number, number));
    }

    /// <summary>Something that a page offers.</summary>
    /// <param name="Needs">The right to use it.</param>
    /// <param name="Is">It, in the page's text (a regular expression).</param>
    /// <param name="Beside">What stands beside it for everyone, once the page is there.</param>
    /// <param name="Open">Goes there.</param>
    private sealed record Control(Permission Needs, string Is, string Beside, Func<RoleControlsTests, Task<IRenderedComponent<IComponent>>> Open);
}
