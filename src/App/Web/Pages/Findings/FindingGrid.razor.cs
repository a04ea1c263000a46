using System.Globalization;
using Investigator.Engine.Core;
using Investigator.Engine.Risk;
using Investigator.Findings;
using Investigator.Tags;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Pages.Findings;

/// <summary>The run's findings. What it shows is in <see cref="View"/> and <see cref="Filter"/>, which the page keeps in the URL.</summary>
public sealed partial class FindingGrid
{
    private static readonly (string Sort, bool Ascending) Usual = ("ExpectedLoss", false);
    private static readonly Dictionary<string, object?> Named = new() { ["aria-label"] = "Findings" };
    private MudDataGrid<FindingSummary>? _grid;
    private object _key = new();
    private (int Run, FindingFilter Filter, GridView View)? _shown;
    private GridView _start = new();
    private IReadOnlyDictionary<int, IReadOnlyList<TagSummary>> _tags = new Dictionary<int, IReadOnlyList<TagSummary>>();
    private bool _fault;
    private ClockStep? _clock;

    /// <summary>Whether rows were asked for yet: a page rendered on the server alone has not, and must not say that there are none.</summary>
    private bool _loaded;

    [Parameter, EditorRequired]
    public int Run { get; set; }

    [Parameter, EditorRequired]
    public FindingFilter Filter { get; set; } = null!;

    [Parameter, EditorRequired]
    public GridView View { get; set; } = null!;

    [Parameter]
    public EventCallback<GridView> ViewChanged { get; set; }

    [Parameter]
    public EventCallback OnClear { get; set; }

    /// <summary>Says which run is shown, when the URL names none.</summary>
    [Parameter]
    public EventCallback<int> OnRun { get; set; }

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private TagQueries Tags { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private ILogger<FindingGrid> Logger { get; set; } = null!;

    // A grid keeps its own page and order; where the URL says otherwise (a link, Back, a filter) a new one starts from there.
    protected override async Task OnParametersSetAsync()
    {
        if (_shown == (Run, Filter, View)) return;
        (_shown, _start, _key) = ((Run, Filter, View), View, new object());
        await OnRun.InvokeAsync(Run);
    }

    private SortDirection Direction(string column) => _start.Direction(column, Usual);

    private void Open(FindingSummary? line)
    {
        if (line is not null) Navigation.NavigateTo(Links.Finding(Run, line.Number));
    }

    private async Task<GridData<FindingSummary>> LoadAsync(GridState<FindingSummary> state, CancellationToken cancel)
    {
        var view = GridView.From(state, Usual);
        if (view != _shown?.View)
        {
            _shown = (Run, Filter, view);
            await ViewChanged.InvokeAsync(view);
        }

        var (sort, ascending) = view.Sort is null ? Usual : (view.Sort, view.Ascending);
        try
        {
            var by = Enum.TryParse<FindingSort>(sort, ignoreCase: true, out var parsed) ? parsed : FindingSort.ExpectedLoss;
            _tags = await Tags.ByFindingAsync(Run, cancel);
            var filter = Filter.Tag is { } tag ? Filter with { Numbers = await Tags.NumbersAsync(Run, tag, cancel) } : Filter;
            var (lines, total) = await Findings.PageAsync(Run, filter, by, !ascending, view.Page * view.Size, view.Size, cancel);
            _clock = lines.Count == 0 ? null : (await Findings.FindAsync(Run, lines[0].Number, cancel))?.Narrative.Clock;
            (_fault, _loaded) = (false, view.Within(total) == view);
            return Navigation.Page(view, lines, total);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logger.LogError(e, "Findings could not be read");
            (_fault, _loaded) = (true, true);
            return new GridData<FindingSummary> { Items = [], TotalItems = 0 };
        }
    }
}
