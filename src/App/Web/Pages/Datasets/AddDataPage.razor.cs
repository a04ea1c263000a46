using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Storage.Database;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Datasets;

/// <summary>From files to a dataset: choose them, correct the guessed mapping, load. The files' ids stand in the URL, so that a reload loses nothing but the
/// corrections.</summary>
public sealed partial class AddDataPage : IDisposable
{
    private const int PreviewRows = 8;

    private string? _transactions;
    private string? _events;
    private string _name = "";
    private string? _problem;
    private SourceView? _source;
    private Guid? _import;
    private bool _ended;
    private bool _waiting;
    private int _comingIn;
    private SourceListing? _offered;
    private List<IDisposable> _held = [];

    [SupplyParameterFromQuery(Name = "transactions")]
    private string? Transactions { get; set; }

    [SupplyParameterFromQuery(Name = "events")]
    private string? Events { get; set; }

    [Inject]
    private ImportQueue Imports { get; set; } = null!;

    [Inject]
    private AllowedSources Sources { get; set; } = null!;

    [Inject]
    private PreviewReader Previews { get; set; } = null!;

    [Inject]
    private UploadedFiles Uploads { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private ImportDataset ImportDataset { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    public void Dispose()
    {
        foreach (var held in _held) held.Dispose();
    }

    // The HTML that is sent first comes from a page that is never live: it reads no folder and holds nothing.
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        Hold();
        if (Transactions is null) await ListAsync();
    }

    private void Count(bool isComing) => _comingIn += isComing ? 1 : -1;

    private async Task<SourceView> ReadAsync(CancellationToken cancel)
    {
        _waiting = false;
        var source = await Previews.ReadAsync(Transactions!, Events, PreviewRows, Wait, cancel);
        _source = SourceView.From(source);
        _name = source.Transactions.Name.TrimEnd('/').Split('.')[0];
        return _source;
    }

    private void Wait()
    {
        _waiting = true;
        StateHasChanged();
    }

    private async Task ListAsync()
    {
        _offered = null; // the field says that it looks
        _offered = await Task.Run(() => Sources.List());
    }

    private void Choose(ref string? chosen, string? source)
    {
        chosen = source;
        Hold();
    }

    /// <summary>Uploads that this page shows stay while it does.</summary>
    private void Hold()
    {
        var before = _held;
        _held = [.. ((string?[])[_transactions, _events, Transactions, Events]).OfType<string>().Distinct().Select(Uploads.Hold)];
        foreach (var held in before) held.Dispose();
    }

    private void LoadAsync()
    {
        try
        {
            var request = new ImportRequest
            {
                Transactions = Transactions!,
                Events = Events,
                Mapping = _source!.Draft.ToMapping(),
                Name = _name.Trim().Length > 0 ? _name.Trim() : "data",
            };
            (_problem, _ended) = (null, false);
            _import = ImportDataset.Handle(Actor, request);
        }
        catch (InputException e)
        {
            _problem = e.Message;
        }
    }

    private void EndedAsync()
    {
        if (_import is { } id && Imports.Find(id) is { DatasetId: { } dataset }) Navigation.NavigateTo(Links.Dataset(dataset));
        else _ended = true;
    }
}
