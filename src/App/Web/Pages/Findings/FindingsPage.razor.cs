using Investigator.Engine.Risk;
using Investigator.Findings;
using Investigator.Protection;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Findings;

public sealed partial class FindingsPage
{
    private int? _run;

    [SupplyParameterFromQuery]
    private int? Run { get; set; }

    [SupplyParameterFromQuery]
    private bool? Risky { get; set; }

    [SupplyParameterFromQuery]
    [OneOf(typeof(RiskBasis))]
    private string? Basis { get; set; }

    [SupplyParameterFromQuery]
    private int? Min { get; set; }

    [SupplyParameterFromQuery]
    private int? Tag { get; set; }

    [SupplyParameterFromQuery]
    private string? Text { get; set; }

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

    private FindingFilter Filter => new()
    {
        Risky = Risky,
        Basis = Enum.TryParse<RiskBasis>(Basis, ignoreCase: true, out var basis) ? basis : null,
        MinSize = Min,
        Tag = Tag,
        Text = string.IsNullOrWhiteSpace(Text) ? null : Text,
    };

    private GridView View => GridView.Read(Sort, Dir, Page, Size);

    private void Shown(int run)
    {
        if (_run == run) return;
        _run = run;
        StateHasChanged();
    }

    private void Go(FindingFilter filter, GridView view)
    {
        if (filter != Filter || view != View) Navigation.NavigateTo(Links.Findings(Run, filter, view));
    }
}
