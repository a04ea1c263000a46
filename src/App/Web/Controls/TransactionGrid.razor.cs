using Investigator.Storage;
using Investigator.Transactions;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Investigator.Web.Controls;

/// <summary>A page of a scope's transactions. What it shows is in <see cref="View"/>, which the owner keeps in the URL.</summary>
public sealed partial class TransactionGrid : IDisposable
{
    private static readonly (string Sort, bool Ascending) Usual = ("Time", true);
    private static readonly Dictionary<string, object?> Named = new() { ["aria-label"] = "Transactions" };
    private readonly CancellationTokenSource _gone = new();
    private MudDataGrid<TransactionSummary>? _grid;
    private object _key = new();
    private GridView? _shown;
    private GridView _start = new();
    private string? _scopeShown;
    private ResolvedScope? _scope;
    private TransactionExtras _extras = TransactionExtras.None;
    private string? _fault;

    /// <summary>Whether rows were asked for yet: a page rendered on the server alone has not, and must not say that there are none.</summary>
    private bool _loaded;

    [Parameter, EditorRequired]
    public TransactionScope Scope { get; set; } = null!;

    [Parameter, EditorRequired]
    public GridView View { get; set; } = null!;

    [Parameter]
    public EventCallback<GridView> ViewChanged { get; set; }

    [Inject]
    private ScopeQueries Scopes { get; set; } = null!;

    [Inject]
    private TransactionQueries Transactions { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    [Inject]
    private ILogger<TransactionGrid> Logger { get; set; } = null!;

    // A grid keeps its own page and order; where the URL says otherwise (a link, Back) a new one starts from there.
    protected override async Task OnParametersSetAsync()
    {
        var scope = Links.Transactions(Scope);
        var changed = scope != _scopeShown;
        if (!changed && View == _shown) return;
        (_scopeShown, _shown, _start) = (scope, View, View);
        if (changed)
        {
            _scope = null;
            var resolved = await Scopes.ResolveAsync(Scope, _gone.Token);
            if (_extras == TransactionExtras.None) _extras = await Transactions.ExtrasAsync(Scope.Run, _gone.Token);
            if (_scopeShown != scope) return;
            _scope = resolved;
        }

        _key = new object();
    }

    private SortDirection Direction(string column) => _start.Direction(column, Usual);

    private RevealPlace Place(TransactionSummary line) => new(Scope.Run, Transaction: line.Id);

    private async Task<GridData<TransactionSummary>> LoadAsync(GridState<TransactionSummary> state, CancellationToken cancel)
    {
        var view = GridView.From(state, Usual);
        if (view != _shown)
        {
            _shown = view;
            await ViewChanged.InvokeAsync(view);
        }

        var (sort, ascending) = view.Sort is null ? Usual : (view.Sort, view.Ascending);
        try
        {
            var by = Enum.TryParse<TransactionSort>(sort, ignoreCase: true, out var parsed) ? parsed : TransactionSort.Time;
            var (lines, total) = await Transactions.PageAsync(Scope.Run, _scope!.Filter, by, !ascending, view.Page * view.Size, view.Size, cancel);
            (_fault, _loaded) = (null, view.Within(total) == view);
            return Navigation.Page(view, lines, total);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var known = KnownFault.Words(e);
            if (known is null) Logger.LogError(e, "Transactions could not be read");
            (_fault, _loaded) = (known ?? "The transactions could not be read. The server's log has the details.", true);
            return new GridData<TransactionSummary> { Items = [], TotalItems = 0 };
        }
    }

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }
}
