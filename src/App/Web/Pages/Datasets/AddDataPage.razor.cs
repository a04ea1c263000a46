using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Engine.Ingest;
using Investigator.Storage.Database;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.Datasets;

/// <summary>From files to a dataset: choose them, correct the guessed mapping, load. The files stand in the URL, so that a reload loses nothing but the
/// corrections.</summary>
public sealed partial class AddDataPage
{
    private const int PreviewRows = 8;

    private string? _transactions;
    private string? _events;
    private string _name = "";
    private string? _problem;
    private SourceView? _source;
    private Guid? _import;
    private bool _ended;

    [SupplyParameterFromQuery(Name = "transactions")]
    private string? Transactions { get; set; }

    [SupplyParameterFromQuery(Name = "events")]
    private string? Events { get; set; }

    [Inject]
    private ImportQueue Imports { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private ImportDataset ImportDataset { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private async Task<SourceView> ReadAsync(CancellationToken cancel)
    {
        var (transactions, events) = (Transactions!, Events);
        _source = await Task.Run(() => SourceView.Read(transactions, events, PreviewRows), cancel);
        _name = Path.GetFileName(transactions.TrimEnd(Path.DirectorySeparatorChar)).Split('.')[0];
        return _source;
    }

    private void LoadAsync()
    {
        try
        {
            var request = new LoadRequest
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
