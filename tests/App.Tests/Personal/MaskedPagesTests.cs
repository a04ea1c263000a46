using Bunit;
using Investigator.Access;
using Investigator.Api;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Rules;
using Investigator.Engine.Tables;
using Investigator.Features;
using Investigator.Filters;
using Investigator.Findings;
using Investigator.Map;
using Investigator.Personal;
using Investigator.Rules;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Settings;
using Investigator.Singles;
using Investigator.Transactions;
using Investigator.Web;
using Investigator.Web.Pages.Datasets;
using Investigator.Web.Pages.Finding;
using Investigator.Web.Pages.Findings;
using Investigator.Web.Pages.Map;
using Investigator.Web.Pages.Rules;
using Investigator.Web.Pages.Runs;
using Investigator.Web.Pages.Singles;
using Investigator.Web.Pages.Transactions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Investigator.App.Tests.Personal;

/// <summary>What a person without the right to personal values gets to see of a run whose account, entities and attributes are all personal.</summary>
public class MaskedPagesTests : PageTest
{
    private static readonly Actor Expert = new("expert", "Rita", ActorKind.Person) { Rights = AccessPolicy.Of([Role.RiskExpert]) };
    private static readonly Actor Investigator = new("inv", "Ina", ActorKind.Person) { Rights = AccessPolicy.Of([Role.Investigator]) };

    /// <summary>Who looks; pages and queries ask for it when they are made.</summary>
    private Actor _person = Expert;

    public MaskedPagesTests() => Services.AddTransient(_ => _person);

    [Fact]
    public async Task Pages_WithoutTheRight_HoldNoPersonalValue()
    {
        var (run, raw) = await PrepareAsync();
        Assert.True(raw.Count > 500, $"Only {raw.Count} values were looked for.");

        foreach (var (name, markup) in await PagesAsync(run)) Assert.True(raw.In(markup) is [], $"{name} shows {string.Join(", ", raw.In(markup))}");
    }

    [Fact]
    public async Task Pages_WithTheRight_HoldPersonalValues()
    {
        var (run, raw) = await PrepareAsync();
        _person = Investigator;

        var shown = (await PagesAsync(run)).Where(page => raw.In(page.Markup) is not []).Select(static page => page.Name).ToList();

        Assert.Contains("singles", shown);
        Assert.Contains("transactions", shown);
        Assert.Contains("dataset", shown);
        Assert.Contains(shown, static name => name.StartsWith("story of ", StringComparison.Ordinal));
        Assert.Contains(shown, static name => name.StartsWith("members of ", StringComparison.Ordinal));
        Assert.Contains(shown, static name => name.StartsWith("contrasts of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exports_WithoutTheRight_HoldPseudonyms()
    {
        var (run, raw) = await PrepareAsync();
        var csv = await ExportAsync(run);
        var lines = await File.ReadAllLinesAsync(csv, Xunit.TestContext.Current.CancellationToken);

        Assert.True(raw.In(string.Join('\n', lines)) is [], $"{csv} holds {string.Join(", ", raw.In(string.Join('\n', lines)))}");
        using var tables = TableConnection.Open();
        foreach (var column in raw.Columns)
        {
            var others = $"{Sql.Name(column)} IS NOT NULL AND {Sql.Name(column)} NOT LIKE '~_____-_____'";
            Assert.Equal(0, tables.Scalar<long>($"SELECT count(*) FROM read_csv({Sql.Text(csv)}, all_varchar = true) WHERE {others}"));
        }
        var masked = tables.Scalar<long>($"SELECT count(*) FROM read_csv({Sql.Text(csv)}, all_varchar = true) WHERE account LIKE '~_____-_____'");
        var accounts = tables.Scalar<long>($"SELECT count(DISTINCT account) FROM read_csv({Sql.Text(csv)}, all_varchar = true)");
        var prepared = await SampleAsync();
        Assert.Equal((prepared.Rows.Count, prepared.Rows.Select(static r => r.Account).Distinct().Count()), ((int)masked, (int)accounts));

        _person = Investigator;
        Assert.NotEmpty(raw.In(await File.ReadAllTextAsync(await ExportAsync(run), Xunit.TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Answers_WithoutTheRight_HoldNoPersonalValue()
    {
        var (run, raw) = await PrepareAsync();
        var dataset = (await Get<DatasetQueries>().ListAsync())[0];
        var rejects = Path.Combine(Data.Scratch, "rejects.csv");
        Get<DatasetQueries>().ExportRejects(dataset, rejects, CancellationToken.None);
        var answers = new Dictionary<string, object?>
        {
            ["point"] = await Get<MapQueries>().PointAsync(run, 0),
            ["timelines"] = await Get<TimelineQueries>().ExamplesAsync(run, (await Get<FindingQueries>().AllAsync(run))[0].Number, []),
            ["singles"] = await Get<SingleQueries>().FindAsync(run),
            ["features"] = await Get<FeatureQueries>().ListAsync(run),
            ["rules"] = (await Get<RuleQueries>().PageAsync(run, null, true, RuleSort.Worth, 0, 100)).Rules,
            ["withheld rules"] = (await Get<RuleQueries>().PageAsync(run, null, false, RuleSort.Worth, 0, 100)).Rules,
            ["rejects"] = await Get<DatasetQueries>().RejectsAsync(dataset),
            ["rejects.csv"] = await File.ReadAllTextAsync(rejects, Xunit.TestContext.Current.CancellationToken),
            ["dataset"] = Get<DatasetQueries>().Open(dataset).Quality,
        };
        foreach (var (name, answer) in answers)
        {
            var text = JsonFile.Text(answer);
            Assert.True(raw.In(text) is [], $"{name} holds {string.Join(", ", raw.In(text))}");
        }
    }

    [Fact]
    public async Task Files_ThatHoldPersonalValues_AreRefusedWithTheRightThatIsNeeded()
    {
        var (run, raw) = await PrepareAsync();
        var files = (await Get<RunQueries>().FilesAsync(run))!;
        var hidden = new List<string>();
        foreach (var (file, _) in files.RunFolder.Downloads())
        {
            try
            {
                await DownloadEndpoints.FileAsync(run, file.Name, _person, Get<RunQueries>(), Get<RunMasking>(), CancellationToken.None);
                Assert.True(raw.In(await TextAsync(file.Find(files.RunFolder.Path))) is [], $"{file.Name} is given away");
            }
            catch (NotAllowedException e)
            {
                Assert.Equal(Permission.SeePersonal, e.Permission);
                hidden.Add(file.Name);
            }
        }
        Assert.Superset(new HashSet<string> { "narratives.md", "findings.json", "singles.json", "features.parquet", "features.json" }, hidden.ToHashSet());

        _person = Investigator;
        var answer = await DownloadEndpoints.FileAsync(run, "narratives.md", _person, Get<RunQueries>(), Get<RunMasking>(), CancellationToken.None);
        Assert.IsAssignableFrom<IFileHttpResult>(answer);
    }

    [Fact]
    public async Task Filter_ByAPersonalValue_IsRefusedAndItsPseudonymFindsTheSamePayments()
    {
        var (run, _) = await PrepareAsync();
        var row = (await SampleAsync()).Rows[0];
        var pseudonym = (await Get<TransactionQueries>().FindAsync(run, 0))!.Account;

        var refused = await Get<ScopeQueries>().ResolveAsync(Scope(run, $"transaction.account:is:{row.Account}"));
        var negated = await Get<ScopeQueries>().ResolveAsync(Scope(run, $"transaction.account:not:{row.Account}"));
        var unknown = await Get<ScopeQueries>().ResolveAsync(Scope(run, "transaction.account:is:~00000-00000"));
        var found = await Get<ScopeQueries>().ResolveAsync(Scope(run, $"transaction.account:is:{pseudonym}"));

        Assert.All([refused, negated], static scope => Assert.Contains("may not see", scope.Problem, StringComparison.Ordinal));
        Assert.DoesNotContain(row.Account, string.Join(' ', refused.Words.Values) + refused.Problem, StringComparison.Ordinal);
        Assert.Contains("no value", unknown.Problem, StringComparison.Ordinal);
        Assert.Null(found.Problem);
        Assert.Contains(pseudonym, found.Words.Values.Single(), StringComparison.Ordinal);
        var (lines, total) = await Get<TransactionQueries>().PageAsync(run, found.Filter, TransactionSort.Time, false, 0, 100);
        Assert.Equal((await SampleAsync()).Rows.Count(r => r.Account == row.Account), total);
        Assert.All(lines, line => Assert.Equal(pseudonym, line.Account));
    }

    [Fact]
    public async Task Filter_WithTheRight_TakesValuesAndPseudonymsAlike()
    {
        var (run, _) = await PrepareAsync();
        var account = (await SampleAsync()).Rows[0].Account;
        var pseudonym = (await Get<TransactionQueries>().FindAsync(run, 0))!.Account;
        _person = Investigator;

        var byValue = await Get<ScopeQueries>().ResolveAsync(Scope(run, $"transaction.account:is:{account}"));
        var byPseudonym = await Get<ScopeQueries>().ResolveAsync(Scope(run, $"transaction.account:is:{pseudonym}"));

        Assert.Equal(RuleWords(byValue), RuleWords(byPseudonym));
        Assert.Contains(account, RuleWords(byValue), StringComparison.Ordinal);

        static string RuleWords(ResolvedScope scope) => string.Join(' ', scope.Words.Values);
    }

    [Fact]
    public async Task Selection_ByAPersonalValueOfAFeature_IsRefused()
    {
        var (run, _) = await PrepareAsync();
        var features = await Get<FeatureQueries>().ListAsync(run);
        var category = features.First(static f => f.Levels?.Any(Pseudonym.Is) == true);
        var level = (await SampleAsync()).Categories(category.Name).First(static v => v is not null)!;
        var create = Get<CreateSelection>();
        SelectionShape Shape(string value) => new ConditionShape([new RuleCondition(category.Name, RuleOperator.Is, Category: value)]);

        await Assert.ThrowsAsync<InputException>(() => create.HandleAsync(Expert, run, Shape(level)));
        var made = await create.HandleAsync(Expert, run, Shape(category.Levels!.First(Pseudonym.Is)));

        Assert.True(made!.Count > 0);
        _person = Investigator;
        var byWhoMaySee = await Get<CreateSelection>().HandleAsync(Investigator, run, Shape(level));
        var stored = (await Get<SelectionQueries>().FindAsync(run, byWhoMaySee!.Id))!;
        Assert.DoesNotContain(level, JsonFile.Text(stored.Shape), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sort_ByAMaskedAccount_KeepsRowsOfOneTogetherAndTellsNoOrder()
    {
        var (run, _) = await PrepareAsync();
        var (lines, _) = await Get<TransactionQueries>().PageAsync(run, new TransactionFilter(), TransactionSort.Account, false, 0, 200);
        var prepared = await SampleAsync();
        var accounts = lines.Select(line => prepared.Rows[(int)line.Row].Account).ToList();

        Assert.Equal(accounts.Distinct().Count(), 1 + accounts.Zip(accounts.Skip(1)).Count(static pair => pair.First != pair.Second));
        Assert.NotEqual(accounts.Order(StringComparer.Ordinal), accounts);
    }

    private static TransactionScope Scope(int run, string where) => new(run, Where: [where]);

    /// <summary>A new scope for whoever looks now.</summary>
    private T Get<T>()
        where T : notnull => Services.CreateScope().ServiceProvider.GetRequiredService<T>();

    private async Task<(int Run, RawValues Raw)> PrepareAsync()
    {
        var run = await Shop.AddAsync();
        var files = (await Get<RunQueries>().FilesAsync(run))!;
        var dataset = files.DatasetFolder.Open();
        string[] policy = [.. dataset.Entities, .. dataset.Attributes.Select(static a => a.Name)];
        Services.GetRequiredService<CurrentSettings>().Take(
            new SettingsVersion(1, new PolicySettings { MaskedColumns = policy }, DateTime.UnixEpoch, "x", 1));
        return (run, new RawValues(dataset, dataset.StoredAs([.. policy, "account"]).Keys));
    }

    private async Task<string> ExportAsync(int run)
    {
        var path = Path.Combine(Data.Scratch, $"{Guid.NewGuid():N}.csv");
        Assert.NotNull(await Get<TransactionQueries>().ExportAsync(run, new TransactionFilter(), path));
        return path;
    }

    private static async Task<string> TextAsync(string path)
    {
        if (Path.GetExtension(path) != ".parquet") return await File.ReadAllTextAsync(path);
        var csv = Path.ChangeExtension(Path.GetTempFileName(), ".csv");
        using (var tables = TableConnection.Open()) tables.Execute($"COPY (SELECT * FROM read_parquet({Sql.Text(path)})) TO {Sql.Text(csv)} (FORMAT csv)");
        var text = await File.ReadAllTextAsync(csv);
        File.Delete(csv);
        return text;
    }

    private async Task<List<(string Name, string Markup)>> PagesAsync(int run)
    {
        var pages = new List<(string, string)>
        {
            ("findings", Shown<FindingsPage>(Links.Findings(run), ".headline-cell a")),
            ("singles", Shown<SinglesPage>(Links.Singles(run), "tbody a")),
            ("transactions", Shown<TransactionsPage>(Links.Transactions(run, risky: true), "tbody a")),
            ("rules", Shown<RulesPage>(Links.Rules(run), ".rule")),
            ("run", Shown<RunPage>(Links.Run(run), "#files", p => p.Add(x => x.Id, run))),
            ("dataset", Shown<DatasetPage>(Links.Dataset(1), "#columns", p => p.Add(x => x.Id, 1))),
            ("map", Shown<MapPage>(Links.Map(run), ".map-plot")),
        };
        var risky = (await Get<FindingQueries>().AllAsync(run)).Take(3).Select(static f => f.Number);
        foreach (var number in risky)
        {
            pages.Add(($"story of {number}", Tab(null, ".story")));
            pages.Add(($"rules of {number}", Tab("rules", ".rule, .empty-state")));
            pages.Add(($"contrasts of {number}", Tab("contrasts", ".effect, .empty-state")));
            pages.Add(($"sequences of {number}", Tab("sequences", ".timeline, .empty-state")));
            pages.Add(($"members of {number}", Tab("members", "tbody .code-cell")));

            string Tab(string? tab, string until) => Shown<FindingPage>(
                Links.Finding(run, number, tab), until, p => p.Add(x => x.Run, run).Add(x => x.Number, number));
        }
        return pages;
    }

    private string Shown<TPage>(string url, string until, Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent
    {
        var page = Open(url, parameters);
        page.WaitForState(() => page.FindAll(until).Count > 0);
        return page.Markup;
    }
}
