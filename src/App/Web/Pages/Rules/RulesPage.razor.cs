using Investigator.Engine.Rules;
using Investigator.Rules;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Rules;

/// <param name="Rules">Exported ones, a page.</param>
/// <param name="Total">All exported ones.</param>
/// <param name="Withheld">The first of those that are not exported.</param>
/// <param name="WithheldTotal">All of those.</param>
internal sealed record RulesShown(IReadOnlyList<FindingRule> Rules, int Total, IReadOnlyList<FindingRule> Withheld, int WithheldTotal);

public sealed partial class RulesPage
{
    private const int PageSize = 20;
    private const int WithheldShown = 60;

    [SupplyParameterFromQuery]
    private int? Run { get; set; }

    [SupplyParameterFromQuery]
    private int? Finding { get; set; }

    /// <summary>As links of before findings name it.</summary>
    [SupplyParameterFromQuery]
    private int? Cluster { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [Inject]
    private RuleQueries Rules { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private RuleSort Order => Enum.TryParse<RuleSort>(Sort, ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : RuleSort.Worth;

    private int At => GridView.Read(Sort, null, Page, null).Page;

    /// <summary>The page that is shown: where a link names one beyond the end, the last.</summary>
    private static int Shown(int at, int total) => new GridView(Page: at, Size: PageSize).Within(total).Page;

    private static string Name(RuleSort sort) => sort switch
    {
        RuleSort.Worth => "What each adds to those before",
        RuleSort.Risk => "Expected loss of the finding",
        RuleSort.Finding => "Finding number",
        RuleSort.FraudShare => "Fraud of known outcomes, lower bound",
        RuleSort.Money => "Approved money caught",
        RuleSort.Matched => "Matches",
        _ => "Fewest others hit a day",
    };

    private string Address(int? finding, RuleSort sort, int page) =>
        new GridView(sort == RuleSort.Worth ? null : sort.ToString().ToLowerInvariant(), false, page).On(Links.Rules(Run, finding));

    private async Task<RulesShown> LoadAsync(int run, CancellationToken cancel)
    {
        var (rules, total) = await Rules.PageAsync(run, Finding, exported: true, Order, At * PageSize, PageSize, cancel);
        if (Shown(At, total) is var last && last != At) (rules, total) = await Rules.PageAsync(run, Finding, true, Order, last * PageSize, PageSize, cancel);
        var (withheld, withheldTotal) = await Rules.PageAsync(run, Finding, exported: false, Order, 0, WithheldShown, cancel);
        return new RulesShown(rules, total, withheld, withheldTotal);
    }
}
