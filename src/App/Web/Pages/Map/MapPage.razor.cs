using Investigator.Runs;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Map;

public sealed partial class MapPage
{
    [SupplyParameterFromQuery]
    private int? Run { get; set; }

    [SupplyParameterFromQuery]
    private string? Color { get; set; }

    [SupplyParameterFromQuery]
    private int? Selection { get; set; }

    [SupplyParameterFromQuery]
    private int? Finding { get; set; }

    /// <summary>As links of before findings name it.</summary>
    [SupplyParameterFromQuery]
    private int? Cluster { get; set; }

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

    private string ColorBy => Color is null or "cluster" ? "finding" : Color;

    private GridView View => GridView.Read(Sort, Dir, Page, Size);

    /// <summary>Since the page was opened.</summary>
    private int? _drawn;

    private bool IsDrawn(RunSummary run) => run.Map == MapStatus.Drawn || _drawn == run.Id;

    private void Fill(RunSummary run) => _drawn = run.Map == MapStatus.Drawn ? run.Id : null;

    private void Go(string? color, int? selection, int? finding) =>
        Navigation.NavigateTo(Links.Map(Run, color == "finding" ? null : color, selection, finding));

    // What is drawn of a deleted selection goes with it.
    private void Leave(int deleted)
    {
        if (Selection == deleted) Go(Color, null, Finding);
    }
}
