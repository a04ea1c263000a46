using Investigator.Engine.Rules;
using Investigator.Rules;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Rules;

internal sealed record RulesShown(IReadOnlyList<FindingRule> Rules, int Total);

public sealed partial class RulesPage
{
    private const int PageSize = 20;

    [SupplyParameterFromQuery]
    private int? Run { get; set; }

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

    private RuleSort Order => Enum.TryParse<RuleSort>(Sort, ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : RuleSort.Risk;

    private int At => GridView.Read(Sort, null, Page, null).Page;

    private static string Name(RuleSort sort) => sort switch
    {
        RuleSort.Risk => "Risk of the cluster",
        RuleSort.Label => "Cluster number",
        RuleSort.Precision => "Precision on later transactions",
        RuleSort.Recall => "Recall on later transactions",
        RuleSort.Matched => "Matches among later transactions",
        _ => "Known frauds among later matches",
    };

    private string Address(int? cluster, RuleSort sort, int page) =>
        new GridView(sort == RuleSort.Risk ? null : sort.ToString().ToLowerInvariant(), false, page).On(Links.Rules(Run, cluster));

    private async Task<RulesShown> LoadAsync(int run, CancellationToken cancel)
    {
        var (rules, total) = await Rules.PageAsync(run, Cluster, Order, At * PageSize, PageSize, cancel);
        return new RulesShown(rules, total);
    }
}
