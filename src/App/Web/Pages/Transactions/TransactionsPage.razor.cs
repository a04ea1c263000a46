using Investigator.Transactions;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Transactions;

public sealed partial class TransactionsPage
{
    private TransactionTotals? _totals;
    private string? _csv;

    [SupplyParameterFromQuery]
    private int? Run { get; set; }

    [SupplyParameterFromQuery]
    private int? Finding { get; set; }

    [SupplyParameterFromQuery]
    private int? Cluster { get; set; }

    [SupplyParameterFromQuery]
    private int? Selection { get; set; }

    [SupplyParameterFromQuery]
    private string? Day { get; set; }

    [SupplyParameterFromQuery]
    private bool? Risky { get; set; }

    [SupplyParameterFromQuery]
    private bool? Missed { get; set; }

    [SupplyParameterFromQuery]
    private bool? Fraud { get; set; }

    [SupplyParameterFromQuery]
    private bool? AtRisk { get; set; }

    [SupplyParameterFromQuery]
    private int? Tag { get; set; }

    [SupplyParameterFromQuery]
    private string[]? Where { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? Dir { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [SupplyParameterFromQuery]
    private int? Size { get; set; }

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private GridView View => GridView.Read(Sort, Dir, Page, Size);

    private TransactionScope Scope(int run) => new(run, Finding, Selection, Day, Risky ?? false, Missed ?? false, Where)
    {
        Cluster = Cluster,
        Fraud = Fraud ?? false,
        AtRisk = AtRisk ?? false,
        Tag = Tag,
    };

    private void Show((TransactionTotals? Totals, string? Csv) found)
    {
        (_totals, _csv) = found;
        StateHasChanged();
    }
}
