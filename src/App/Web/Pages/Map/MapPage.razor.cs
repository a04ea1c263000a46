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

    private GridView View => GridView.Read(Sort, Dir, Page, Size);

    private void Go(string? color, int? selection, int? cluster) =>
        Navigation.NavigateTo(Links.Map(Run, color == "cluster" ? null : color, selection, cluster));

    // What is drawn of a deleted selection goes with it.
    private void Leave(int deleted)
    {
        if (Selection == deleted) Go(Color, null, Cluster);
    }
}
