using Investigator.Access;
using Investigator.Datasets;
using Investigator.Engine.Core;
using Investigator.Web.Controls;
using Microsoft.AspNetCore.Components;

namespace Investigator.Web.Pages.AddData;

/// <summary>From files to a dataset: choose them, see what was understood, load. What is chosen stands in the URL, what was corrected in a draft, so that
/// neither a reload nor the way back loses anything.</summary>
public sealed partial class AddDataPage : IDisposable
{
    private Guid? _import;
    private bool _ended;
    private string? _chosen;
    private int _comingIn;
    private SourceListing? _offered;
    private List<IDisposable> _held = [];

    [SupplyParameterFromQuery(Name = "transactions")]
    private string? Transactions { get; set; }

    [SupplyParameterFromQuery(Name = "events")]
    private string? Events { get; set; }

    /// <summary>Whether the files are still to be chosen, or chosen anew.</summary>
    [SupplyParameterFromQuery(Name = "step")]
    private string? Step { get; set; }

    /// <summary>The load that was asked for here.</summary>
    [SupplyParameterFromQuery(Name = "load")]
    private string? LoadId { get; set; }

    [Inject]
    private ImportQueue Imports { get; set; } = null!;

    [Inject]
    private AllowedSources Sources { get; set; } = null!;

    [Inject]
    private UploadedFiles Uploads { get; set; } = null!;

    [Inject]
    private Actor Actor { get; set; } = null!;

    [Inject]
    private ImportDataset ImportDataset { get; set; } = null!;

    [Inject]
    private PageNavigation Navigation { get; set; } = null!;

    private bool IsChosen => Transactions is not null && Step != Links.FilesStep;

    private DatasetImport? Failed => _import is { } id && Imports.Find(id) is { Status: ImportStatus.Failed } import ? import : null;

    public void Dispose()
    {
        foreach (var held in _held) held.Dispose();
    }

    // The HTML that is sent first comes from a page that is never live: it reads no folder and holds nothing.
    protected override async Task OnParametersSetAsync()
    {
        if (!RendererInfo.IsInteractive) return;
        Hold();
        var load = Guid.TryParse(LoadId, out var id) && Imports.Find(id) is { } known && known.Request.Transactions == Transactions ? id : (Guid?)null;
        if (load != _import) (_import, _ended) = (load, load is { } l && !Imports.Find(l)!.IsActive);
        _chosen = Transactions is null ? null : Sources.Describe(Transactions)?.Name;
        if (!IsChosen && _offered is null) await ListAsync();
    }

    private void Count(bool isComing) => _comingIn += isComing ? 1 : -1;

    private async Task ListAsync()
    {
        _offered = null; // the field says that it looks
        _offered = await Task.Run(() => Sources.List());
    }

    private void Choose(string? transactions, string? events) =>
        Navigation.NavigateTo(Links.AddDataFiles(transactions, events), replace: true);

    /// <summary>Uploads that this page shows stay while it does.</summary>
    private void Hold()
    {
        var before = _held;
        _held = [.. ((string?[])[Transactions, Events]).OfType<string>().Distinct().Select(Uploads.Hold)];
        foreach (var held in before) held.Dispose();
    }

    private void Load(ImportRequest request)
    {
        var import = ImportDataset.Handle(Actor, request);
        Navigation.NavigateTo(Links.AddDataLoading(request.Transactions, request.Events, import), replace: true);
    }

    private void Ended()
    {
        if (_import is { } id && Imports.Find(id) is { DatasetId: { } dataset }) Navigation.NavigateTo(Links.Dataset(dataset));
        else _ended = true;
    }
}
