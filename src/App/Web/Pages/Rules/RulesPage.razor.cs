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

    private int? Shown => Finding ?? Cluster;

    private RuleSort Order => Enum.TryParse<RuleSort>(Sort, ignoreCase: true, out var sort) && Enum.IsDefined(sort) ? sort : RuleSort.Risk;

    private int At => GridView.Read(Sort, null, Page, null).Page;

    private static string Name(RuleSort sort) => sort switch
    {
        RuleSort.Risk => "Expected loss of the finding",
        RuleSort.Label => "Finding number",
        RuleSort.Precision => "Precision on later transactions",
        RuleSort.Recall => "Recall on later transactions",
        RuleSort.Matched => "Matches among later transactions",
        _ => "Known frauds among later matches",
    };

    private string Address(int? finding, RuleSort sort, int page) =>
        new GridView(sort == RuleSort.Risk ? null : sort.ToString().ToLowerInvariant(), false, page).On(Links.Rules(Run, finding));

    private async Task<RulesShown> LoadAsync(int run, CancellationToken cancel)
    {
        var (rules, total) = await Rules.PageAsync(run, Shown, Order, At * PageSize, PageSize, cancel);
        return new RulesShown(rules, total);
    }
}
