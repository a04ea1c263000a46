using Investigator.Access;
using Investigator.Engine.Core;
using Investigator.Features;
using Investigator.Findings;
using Investigator.Map;
using Investigator.Runs;
using Investigator.Selections;
using Investigator.Storage;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Investigator.Web.Pages.Map;

/// <summary>The drawn map. Points never pass through here: the script fetches columns over HTTP, and a lasso comes back as the id of a selection made on the
/// server.</summary>
public sealed partial class MapView : IAsyncDisposable
{
    private static readonly (string Tool, string Name)[] Tools = [("pan", "Move"), ("lasso", "Lasso"), ("box", "Box")];
    private ElementReference _element;
    private ScriptModule? _module;
    private IJSObjectReference? _map;
    private DotNetObjectReference<MapView>? _self;
    private IReadOnlyList<FeatureSummary> _features = [];
    private IReadOnlyList<FindingSummary> _findings = [];
    private (int Run, string Color, int? Finding, int? Selection)? _drawn;
    private string _tool = "pan";
    private string? _problem;
    private bool _isFull;
    private bool _busy = true;
    private bool _ready;

    [Parameter, EditorRequired]
    public RunSummary Run { get; set; } = null!;

    [Parameter, EditorRequired]
    public string Color { get; set; } = "finding";

    /// <summary>The one finding set off from the others.</summary>
    [Parameter]
    public int? Finding { get; set; }

    [Parameter]
    public int? Selection { get; set; }

    [Parameter]
    public EventCallback<string> OnColor { get; set; }

    [Parameter]
    public EventCallback<int?> OnFinding { get; set; }

    [Parameter]
    public EventCallback<int> OnSelected { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private MapQueries Map { get; set; } = null!;

    [Inject]
    private FeatureQueries Features { get; set; } = null!;

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private SelectionQueries Selections { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private CreateSelection CreateSelection { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private IEnumerable<(string Value, string Name)> Colors =>
        [("finding", "Finding"), ("risk", "Risky or not"), ("outcome", "Outcome"), .. _features.Where(static f => !f.IsHidden).Select(f => (f.Name, f.Phrase))];

    /// <summary>The script made a selection of what was drawn around.</summary>
    [JSInvokable]
    public Task Selected(int selection) => InvokeAsync(() => OnSelected.InvokeAsync(selection));

    /// <summary>A point was clicked.</summary>
    [JSInvokable]
    public void OpenFinding(int finding)
    {
        if (finding >= 0) Navigation.NavigateTo(Links.Finding(Run.Id, finding));
    }

    /// <summary>Something on the way could not be done.</summary>
    /// <param name="problem">What.</param>
    /// <param name="isFull">For want of room among the run's selections.</param>
    [JSInvokable]
    public Task Failed(string problem, bool isFull) => InvokeAsync(() =>
    {
        (_problem, _isFull) = (problem, isFull);
        StateHasChanged();
    });

    protected override async Task OnInitializedAsync()
    {
        (_features, _findings) = (await Features.ListAsync(Run.Id), await Findings.AllAsync(Run.Id));
        _ready = true;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_ready && _drawn != (Run.Id, Color, Finding, Selection)) await DrawAsync();
    }

    private string Name(string? color) => Colors.FirstOrDefault(c => c.Value == color).Name ?? color ?? "";

    private async Task DrawAsync()
    {
        (_drawn, _problem, _isFull) = ((Run.Id, Color, Finding, Selection), null, false);
        try
        {
            _self ??= DotNetObjectReference.Create(this);
            _module ??= new ScriptModule(Script, "./js/map.js");
            if (_map is null)
            {
                _map = await _module.CallAsync<IJSObjectReference>("create", _element, _self);
                await OnMapAsync("use", _tool);
            }

            if (_map is not null && !await OnMapAsync("draw", await FigureAsync())) return;
        }
        catch (JSException e)
        {
            _problem = $"The map could not be drawn: {e.Message.Split('\n')[0]}";
        }

        _busy = false;
        StateHasChanged();
    }

    // Small: addresses, names and the few labels that need a color of their own.
    private async Task<object> FigureAsync()
    {
        var version = await Map.VersionAsync(Run.Id);
        string Column(string name) => Links.Api.MapColumn(Run.Id, name, version);
        var feature = _features.FirstOrDefault(f => f.Name == Color);
        var shape = Selection is { } id ? (await Selections.FindAsync(Run.Id, id))?.Shape : null;
        return new
        {
            x = Column("x"),
            y = Column("y"),
            finding = Column("finding"),
            color = Column(Color),
            kind = Color is "finding" or "risk" or "outcome" ? Color : feature?.IsCategory == true ? "category" : "number",
            title = Name(Color),
            levels = Color == "outcome" ? MapQueries.Outcomes : feature?.Levels,
            risky = _findings.Where(c => c.Risky).Select(c => c.Number),
            only = Finding,
            points = Links.Api.MapPoints(Run.Id),
            selections = Links.Api.Selections(Run.Id),
            outline = shape switch
            {
                PolygonShape p => new { x = p.X, y = p.Y },
                BoxShape b => new { x = (IReadOnlyList<double>)[b.X0, b.X1, b.X1, b.X0], y = (IReadOnlyList<double>)[b.Y0, b.Y0, b.Y1, b.Y1] },
                _ => null,
            },
        };
    }

    private async Task UseAsync(string tool)
    {
        // Shown as chosen once it is: whoever draws earlier would move the map. One chosen before there is a map waits for it.
        if (_map is null || await OnMapAsync("use", tool)) _tool = tool;
    }

    /// <returns>Whether there is still a browser that did it.</returns>
    private async Task<bool> OnMapAsync(string function, params object?[] arguments) =>
        _map is { } map && await ScriptModule.WhileThereAsync(async () => await map.InvokeVoidAsync(function, arguments));

    private async Task SelectMembersAsync()
    {
        try
        {
            if (await CreateSelection.HandleAsync(Actor, Run.Id, new FindingShape(Finding!.Value)) is { } made) await OnSelected.InvokeAsync(made.Id);
        }
        catch (Exception e) when (KnownFault.Words(e) is { } words)
        {
            (_problem, _isFull) = (words, e is SelectionRoomException);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (await OnMapAsync("dispose")) await ScriptModule.WhileThereAsync(async () => await _map!.DisposeAsync());
        if (_module is not null) await _module.DisposeAsync();

        _self?.Dispose();
    }
}
