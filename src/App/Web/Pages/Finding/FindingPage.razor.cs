using Investigator.Findings;
using Investigator.Transactions;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Investigator.Web.Pages.Finding;

/// <summary>A finding with its neighbours in the ranking.</summary>
internal sealed record FindingView(FindingDetail Detail, int? Previous, int? Next);

public sealed partial class FindingPage : IAsyncDisposable
{
    private static readonly string[] Tabs = ["story", "rules", "contrasts", "sequences", "members"];
    private ScriptModule? _keys;

    [Parameter]
    public int Run { get; set; }

    [Parameter]
    public int Number { get; set; }

    [SupplyParameterFromQuery]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery]
    private string? Dir { get; set; }

    [SupplyParameterFromQuery]
    private int? Page { get; set; }

    [SupplyParameterFromQuery]
    private int? Size { get; set; }

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    private int At => Math.Max(Array.IndexOf(Tabs, Tab), 0);

    private GridView View => GridView.Read(Sort, Dir, Page, Size);

    private TransactionScope Members => new(Run, Finding: Number);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        _keys = new ScriptModule(Script, "./js/link-keys.js");
        await _keys.TryRunAsync("start");
    }

    private async Task<FindingView> LoadAsync(CancellationToken cancel)
    {
        if (await Findings.FindAsync(Run, Number, cancel) is not { } detail) return null!;
        var (previous, next) = await Findings.FindAdjacentAsync(Run, Number, cancel);
        return new FindingView(detail, previous, next);
    }

    private void GoToTab(int index)
    {
        if (index != At && index >= 0) Navigation.NavigateTo(Links.Finding(Run, Number, index == 0 ? null : Tabs[index]));
    }

    public async ValueTask DisposeAsync()
    {
        if (_keys is null) return;
        await _keys.TryRunAsync("end");
        await _keys.DisposeAsync();
    }
}
