using Investigator.Engine.Core;
using Investigator.Engine.Singles;
using Investigator.Singles;
using Investigator.Storage;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Pages.Singles;

/// <summary>A page of a run's singles. What it shows is in <see cref="View"/>, which the page keeps in the URL.</summary>
public sealed partial class SingleGrid
{
    private static readonly (string Sort, bool Ascending) Usual = ("ExpectedLoss", false);
    private static readonly Dictionary<string, object?> Named = new() { ["aria-label"] = "Singles" };
    private MudDataGrid<SinglePayment>? _grid;
    private object _key = new();
    private (int Run, GridView View)? _shown;
    private GridView _start = new();
    private string? _fault;

    /// <summary>Whether rows were asked for yet: a page rendered on the server alone has not, and must not say that there are none.</summary>
    private bool _loaded;

    [Parameter, EditorRequired]
    public int Run { get; set; }

    [Parameter, EditorRequired]
    public GridView View { get; set; } = null!;

    /// <summary>Numbers of the run's risky findings.</summary>
    [Parameter, EditorRequired]
    public IReadOnlySet<int> Risky { get; set; } = null!;

    [Parameter]
    public EventCallback<GridView> ViewChanged { get; set; }

    [Inject]
    private SingleQueries Singles { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private ILogger<SingleGrid> Logger { get; set; } = null!;

    // A grid keeps its own page and order; where the URL says otherwise (a link, Back) a new one starts from there.
    protected override void OnParametersSet()
    {
        if (_shown == (Run, View)) return;
        (_shown, _start, _key) = ((Run, View), View, new object());
    }

    private SortDirection Direction(string column) => _start.Direction(column, Usual);

    private static string Parts(SinglePayment payment) => payment.Amount is { } amount
        ? $"{Wording.Chance(payment.Probability)} × {Wording.Money(amount, payment.Currency)}"
        : $"{Wording.Chance(payment.Probability)} × 1 payment";

    private static string Times(SingleReason reason) => $"makes the odds of fraud {Wording.Rate(reason.Times)} times as high";

    private async Task<GridData<SinglePayment>> LoadAsync(GridState<SinglePayment> state, CancellationToken cancel)
    {
        var view = GridView.From(state, Usual);
        if (view != _shown?.View)
        {
            _shown = (Run, view);
            await ViewChanged.InvokeAsync(view);
        }

        var (sort, ascending) = view.Sort is null ? Usual : (view.Sort, view.Ascending);
        try
        {
            var by = Enum.TryParse<SingleSort>(sort, ignoreCase: true, out var parsed) ? parsed : SingleSort.ExpectedLoss;
            var (payments, total) = await Singles.PageAsync(Run, by, !ascending, view.Page * view.Size, view.Size, cancel);
            (_fault, _loaded) = (null, view.Within(total) == view);
            return Navigation.Page(view, payments, total);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var known = KnownFault.Words(e);
            if (known is null) Logger.LogError(e, "Singles could not be read");
            (_fault, _loaded) = (known ?? "The singles could not be read. The server's log has the details.", true);
            return new GridData<SinglePayment> { Items = [], TotalItems = 0 };
        }
    }
}
