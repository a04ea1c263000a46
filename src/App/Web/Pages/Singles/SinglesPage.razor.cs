using Investigator.Engine.Singles;
using Investigator.Findings;
using Investigator.Singles;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Singles;

public sealed partial class SinglesPage
{
    private int? _shown;
    private SingleList? _list;
    private HashSet<int> _risky = [];

    [SupplyParameterFromQuery]
    private int? Run { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? Dir { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [SupplyParameterFromQuery]
    private int? Size { get; set; }

    [Inject]
    private SingleQueries Singles { get; set; } = null!;

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private GridView View => GridView.Read(Sort, Dir, Page, Size);

    private string NoneTitle => _list?.Bar is null ? "This run did not look for singles" : "No payment stands out by itself";

    private string NoneText => _list is null ? "" : SingleWords.None(_list);

    private async Task<SingleList> LoadAsync(int run, CancellationToken cancel)
    {
        _risky = [.. await Findings.RiskyNumbersAsync(run, cancel)];
        _list = await Singles.FindAsync(run, cancel) ?? SingleList.OfFormerRun;
        _shown = run;
        StateHasChanged();
        return _list;
    }
}
